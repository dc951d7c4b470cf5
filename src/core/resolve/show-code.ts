/** Show code of a folder without a show file: its first letters as capitals, two to four of them. */
export function showCodeOf(folder: string): string {
  const letters = (folder.split("/").at(-1) ?? "").toUpperCase().replace(/[^A-Z0-9]/g, "");
  return letters.length < 2 ? `${letters}XX`.slice(0, 2) : letters.slice(0, 4);
}
