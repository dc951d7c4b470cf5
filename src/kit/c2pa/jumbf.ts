/** Bytes of a box's head: 32-bit size and type. */
const HEAD_BYTES = 8;
/** Manifest store, manifest, assertion store, assertion. */
const DEPTH_MAX = 8;
/** UUID and toggles before the label in a description box. */
const LABEL_OFFSET = 17;
const TOGGLE_LABEL = 0b10;

interface Box {
  readonly type: string;
  readonly body: Uint8Array;
}

/**
 * The file that an assertion of a manifest embeds (ISO 19566-5, embedded file: `bfdb` names the type, `bidb` holds the
 * bytes), by the labels on the way to it; the last one counts as a beginning, since assertions add the type of what they
 * hold. Undefined when there is none or the boxes make no sense.
 */
export function embeddedFile(store: Uint8Array, labels: readonly string[]): Uint8Array | undefined {
  const [root] = boxesOf(store);
  return root?.type === "jumb" ? within(root.body, labels, 0) : undefined;
}

function within(superbox: Uint8Array, labels: readonly string[], depth: number): Uint8Array | undefined {
  const [wanted, ...deeper] = labels;
  const children = boxesOf(superbox);
  if (wanted === undefined) return children.find((box) => box.type === "bidb")?.body;
  if (depth > DEPTH_MAX) return undefined;
  for (const { type, body } of children) {
    if (type !== "jumb") continue;
    const label = labelOf(body);
    if (label === undefined) continue;
    if (deeper.length === 0 ? label.startsWith(wanted) : label === wanted) return within(body, deeper, depth + 1);
  }
  return undefined;
}

/** The label in a superbox's description box, which is its first child. */
function labelOf(superbox: Uint8Array): string | undefined {
  const [description] = boxesOf(superbox);
  if (description?.type !== "jumd") return undefined;
  const { body } = description;
  if (body.length <= LABEL_OFFSET || ((body[LABEL_OFFSET - 1] ?? 0) & TOGGLE_LABEL) === 0) return undefined;
  const end = body.indexOf(0, LABEL_OFFSET);
  return end < 0 ? undefined : new TextDecoder().decode(body.subarray(LABEL_OFFSET, end));
}

/** The boxes side by side in these bytes; stops at the first that does not fit. */
function boxesOf(bytes: Uint8Array): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Box[] = [];
  for (let offset = 0; offset + HEAD_BYTES <= bytes.length; ) {
    const size = view.getUint32(offset);
    if (size < HEAD_BYTES || offset + size > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + HEAD_BYTES));
    found.push({ type, body: bytes.subarray(offset + HEAD_BYTES, offset + size) });
    offset += size;
  }
  return found;
}
