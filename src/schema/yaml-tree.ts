import { Composer, type Document, isScalar, type ParsedNode, Parser } from "yaml";
import { type Diagnostic, diagnostic } from "../core/diagnostic.ts";
import { syntaxFindings } from "./syntax-findings.ts";
import type { TextLines } from "./text-lines.ts";
import { guardYaml } from "./yaml-guard.ts";

export interface YamlTree {
  /** Absent when the text is no YAML or holds nothing. */
  readonly root?: ParsedNode;
  readonly isEmpty: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Text -> the tree of nodes of its only document, YAML 1.2 core schema, without merge keys. */
export function readYamlTree(file: string, text: string, lines: TextLines): YamlTree {
  const guarded = guardYaml(text);
  if (guarded !== undefined) {
    const { code, message, hint, offset } = guarded;
    const place = lines.place(offset, offset + 1);
    return { isEmpty: false, diagnostics: [diagnostic(code, file, message, { hint, place })] };
  }
  const [document, another] = firstDocuments(text);
  if (document === undefined || isNothing(document.contents)) {
    const diagnostics = document === undefined ? [] : syntaxFindings({ file, text, lines, document });
    return { isEmpty: diagnostics.length === 0, diagnostics };
  }
  const diagnostics = [
    ...syntaxFindings({ file, text, lines, document }),
    ...directiveFindings(file, text, lines, document),
  ];
  if (another !== undefined) {
    const [start, end] = another.range;
    const hint = "put the second one into a file of its own, and leave out the line `---`";
    const place = lines.place(Math.min(start, end), end);
    diagnostics.push(diagnostic("DOCUMENT_COUNT", file, "a second document begins here", { hint, place }));
  }
  return diagnostics.length > 0
    ? { isEmpty: false, diagnostics }
    : { root: document.contents, isEmpty: false, diagnostics };
}

/** No content at all, or the empty value between two `---`. */
function isNothing(contents: ParsedNode | null): contents is null {
  return (
    contents === null || (isScalar(contents) && contents.value === null && contents.range[0] === contents.range[1])
  );
}

/** Only two are looked at: a file of a hundred thousand documents costs no more. */
function firstDocuments(text: string): readonly Document.Parsed[] {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    merge: false,
    intAsBigInt: true,
    // Looking for doubles takes quadratic time here; the walk over the tree does it with a set.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const found: Document.Parsed[] = [];
  for (const document of composer.compose(new Parser().parse(text))) {
    found.push(document);
    if (found.length === 2) break;
  }
  return found;
}

function directiveFindings(file: string, text: string, lines: TextLines, document: Document.Parsed): Diagnostic[] {
  if (document.directives?.yaml.explicit !== true) return [];
  const start = Math.max(0, text.search(/^%YAML/m));
  const place = lines.place(start, start + "%YAML".length);
  return [diagnostic("YAML_SYNTAX", file, "`%YAML` lines are not read", { hint: "delete the line", place })];
}
