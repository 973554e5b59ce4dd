/** A frame of the agent: kind, big-endian u32 length, bytes (resources/agent/agent.go). */
const headBytes = 5;
/** Far above any frame of the agent: a greater length means that this is not our agent. */
const maxFrameBytes = 1 << 30;

export type AgentReply =
  | { readonly kind: 'done'; readonly body: Uint8Array }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'malformed' };

/** Puts chunks of a stream together to replies. Total: any bytes end in a reply or wait for more. */
export class AgentFrameReader {
  readonly #onReply: (reply: AgentReply) => void;
  #chunks: Uint8Array[] = [];
  #have = 0;
  /** Of the frame that is read now; undefined until its head is complete. */
  #frame: { kind: number; length: number } | undefined;
  #body: Uint8Array[] = [];
  #broken = false;

  constructor(onReply: (reply: AgentReply) => void) {
    this.#onReply = onReply;
  }

  push(chunk: Uint8Array): void {
    if (this.#broken) return;
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    while (this.#readFrame());
  }

  #readFrame(): boolean {
    if (this.#frame === undefined) {
      if (this.#have < headBytes) return false;
      const head = this.#take(headBytes);
      const length = new DataView(head.buffer, head.byteOffset).getUint32(1);
      this.#frame = { kind: head[0]!, length };
      if (length > maxFrameBytes || !'DEX'.includes(String.fromCharCode(head[0]!))) {
        this.#broken = true;
        this.#onReply({ kind: 'malformed' });
        return false;
      }
    }
    if (this.#have < this.#frame.length) return false;
    const { kind, length } = this.#frame;
    const bytes = this.#take(length);
    this.#frame = undefined;
    if (kind === 0x44 /* D */) {
      this.#body.push(bytes);
      return true;
    }
    const body = Buffer.concat(this.#body);
    this.#body = [];
    if (kind === 0x45 /* E */) this.#onReply({ kind: 'done', body });
    else this.#onReply({ kind: 'refused', message: Buffer.from(bytes).toString('utf8') });
    return true;
  }

  #take(length: number): Uint8Array {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const rest = all.subarray(length);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#have = rest.length;
    return all.subarray(0, length);
  }
}
