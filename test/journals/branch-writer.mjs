// A process of its own that appends to a state branch: branch-writer.mjs DIST FOLDER ADDRESS NAME COUNT
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { pathToFileURL } from "node:url";

const [, , dist = "", folder = "", address = "", name = "", count = "0"] = process.argv;
const load = (path) => import(pathToFileURL(`${dist}/${path}`).href);
const { gitBranchJournal } = await load("journals/git-branch.js");
const { openRecord } = await load("operations/apply/journal-record.js");
const { systemClock } = await load("kit/clock.js");
const { createProcessRunner } = await load("kit/process-runner.js");

const seed = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, 7)]);
const privateKey = createPrivateKey({ key: seed, format: "der", type: "pkcs8" });
const publicKey = createPublicKey(privateKey);
const journal = gitBranchJournal({
  folder,
  remote: "origin",
  address: async () => ({ ok: true, value: address }),
  branch: "shotlock/state",
  clock: systemClock(),
  process: createProcessRunner(),
  environment: process.env,
  signer: {
    sign: (bytes) => ({ keyId: "test", signature: sign(null, bytes, privateKey).toString("base64") }),
    verify: (bytes, keyId, signature) =>
      keyId === "test" && verify(null, bytes, publicKey, Buffer.from(signature, "base64")),
  },
  pushEveryMs: 100,
});
const stamp = { run: `run-${name}`, operator: name, show: "ESH", episode: `E${name}` };
const record = await openRecord(journal, systemClock(), stamp);
if (!record.ok) throw new Error(record.error.message);
for (let index = 1; index <= Number(count); index += 1)
  await record.value.append({ type: "note.written", says: `${name}-${index}` });
console.log("done");
