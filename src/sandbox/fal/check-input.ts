import { isObject } from "../exchange.ts";
import { type FalModel, type FieldShape, type Input, TEXT_MAX } from "./models.ts";

/** A complaint of the model, as its result carries it. */
export interface Complaint {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** What a model has against an input, and the fields it does not know. */
export function checkInput(
  model: FalModel,
  input: Input,
  hasFile: (url: string) => boolean,
): { readonly complaints: readonly Complaint[]; readonly ignored: readonly string[] } {
  const complaints: Complaint[] = [];
  for (const name of model.required)
    if (input[name] === undefined) complaints.push({ loc: ["body", name], msg: "field required", type: "missing" });
  for (const [name, shape] of Object.entries(model.fields)) {
    const value = input[name];
    const complaint = value === undefined ? undefined : complaintOf(shape, value, hasFile);
    if (complaint !== undefined) complaints.push({ loc: ["body", name], ...complaint });
  }
  complaints.push(...together(model, input));
  return { complaints, ignored: Object.keys(input).filter((name) => model.fields[name] === undefined) };
}

type Said = { readonly msg: string; readonly type: string } | undefined;

function complaintOf(shape: FieldShape, value: unknown, hasFile: (url: string) => boolean): Said {
  if (shape === "text") {
    if (typeof value !== "string") return { msg: "Input should be a valid string", type: "string_type" };
    if (value.length > TEXT_MAX) return { msg: `at most ${TEXT_MAX} characters`, type: "string_too_long" };
    return undefined;
  }
  if (shape === "switch")
    return typeof value === "boolean" ? undefined : { msg: "Input should be a valid boolean", type: "bool_type" };
  if (shape === "list")
    return Array.isArray(value) ? undefined : { msg: "Input should be a valid list", type: "list_type" };
  if (shape === "file") return fileComplaint(value, hasFile);
  if (shape === "files") {
    if (!Array.isArray(value)) return { msg: "Input should be a valid list", type: "list_type" };
    return value.map((url) => fileComplaint(url, hasFile)).find((said) => said !== undefined);
  }
  if ("words" in shape) {
    const isWord = typeof value === "string" && shape.words.includes(value);
    return isWord ? undefined : { msg: `Input should be ${shape.words.join(", ")}`, type: "literal_error" };
  }
  const [from, to] = "whole" in shape ? shape.whole : shape.number;
  const isNumber = typeof value === "number" && ("number" in shape || Number.isInteger(value));
  if (!isNumber) return { msg: "Input should be a valid number", type: "number_type" };
  return value >= from && value <= to ? undefined : { msg: `Input should be ${from} to ${to}`, type: "out_of_range" };
}

/** Pictures are not fetched from the network: an https address is believed. */
function fileComplaint(url: unknown, hasFile: (url: string) => boolean): Said {
  if (typeof url !== "string") return { msg: "Input should be a valid URL", type: "url_type" };
  if (/^data:image\/(?:jpeg|png|webp|gif|avif);base64,[A-Za-z0-9+/]/.test(url)) return undefined;
  if (url.startsWith("data:")) return { msg: "Could not load image", type: "image_load_error" };
  if (url.startsWith("https://") || hasFile(url)) return undefined;
  return { msg: "Failed to download the file", type: "file_download_error" };
}

/** Rules over several fields. */
function together(model: FalModel, input: Input): readonly Complaint[] {
  const complain = (name: string, msg: string): Complaint => ({ loc: ["body", name], msg, type: "value_error" });
  const found: Complaint[] = [];
  const isMulti = input["multi_prompt"] !== undefined;
  if (model.fields["multi_prompt"] !== undefined && (input["prompt"] !== undefined) === isMulti)
    found.push(complain("prompt", "Either prompt or multi_prompt must be provided, but not both"));
  if (model.fields["image_urls"] !== undefined && Array.isArray(input["image_urls"])) {
    const pictures = input["image_urls"].length;
    if (pictures < 2 || pictures > 5) found.push(complain("image_urls", "Between 2 and 5 images"));
    const ways = input["transitions"];
    if (Array.isArray(ways) && ways.length !== pictures - 1)
      found.push(complain("transitions", "One transition less than images"));
  }
  if (Array.isArray(input["loras"]))
    for (const lora of input["loras"])
      if (!isObject(lora) || typeof lora["path"] !== "string") found.push(complain("loras", "Each LoRA needs a path"));
  return found;
}
