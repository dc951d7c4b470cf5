import type { Answer, Exchange } from "../exchange.ts";

/** Files of the server's input folder; only their names are kept. */
export interface Uploads {
  receive(exchange: Exchange): Answer;
  has(name: string): boolean;
  names(): readonly string[];
}

export function createUploads(): Uploads {
  const names = new Set<string>();
  return {
    receive(exchange) {
      const form = new TextDecoder("latin1").decode(exchange.body);
      const filename = /name="image"; filename="([^"]*)"/.exec(form)?.[1];
      if (exchange.method !== "POST" || filename === undefined || filename === "") return { status: 400 };
      const field = (name: string): string => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(form)?.[1] ?? "";
      const subfolder = field("subfolder");
      if (/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(`${subfolder}/${filename}`)) return { status: 400 };
      const isOverwriting = field("overwrite") === "true" || field("overwrite") === "1";
      const name = isOverwriting ? filename : freeName(filename, subfolder);
      names.add(inFolder(name, subfolder));
      return { status: 200, json: { name, subfolder, type: field("type") === "" ? "input" : field("type") } };
    },
    has: (name) => names.has(name.replace(/ \[input\]$/, "")),
    names: () => [...names],
  };

  /** `x.png` that is taken becomes `x (1).png`. */
  function freeName(filename: string, subfolder: string): string {
    const [, stem = filename, extension = ""] = /^(.*?)(\.[^.]*)?$/.exec(filename) ?? [];
    let name = filename;
    for (let count = 1; names.has(inFolder(name, subfolder)); count += 1) name = `${stem} (${count})${extension}`;
    return name;
  }
}

function inFolder(name: string, subfolder: string): string {
  return subfolder === "" ? name : `${subfolder}/${name}`;
}
