/** What lies where after a demo; paths are relative to the repository. */
export interface DemoResult {
  readonly things: readonly { readonly what: string; readonly path: string }[];
  readonly episodeId: string;
  /** A look's word that can be changed, and how many shots show it. */
  readonly change?: { readonly file: string; readonly from: string; readonly to: string; readonly shots: number };
}
