/** One request as a stand-in sees it: path parameters decoded, double slashes already folded, body read whole. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The body as UTF-8 text. */
  text(): string;
  /** The body as JSON; throws a SyntaxError when it is none, which the answer has to turn into its provider's own refusal. */
  json(): unknown;
}

/** What goes back: an object is sent as JSON, text and bytes as they are, undefined as an empty body. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What reached the stand-in, before a door was found for it. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

export function toCall(incoming: Incoming, params: Readonly<Record<string, string>>): Call {
  const text = (): string => new TextDecoder().decode(incoming.bytes);
  return { ...incoming, params, text, json: (): unknown => JSON.parse(text()) };
}

/** Body bytes and complete headers of a reply, as both the socket and the in-process door send them. */
export function toWire(reply: Reply): { headers: Headers; bytes: Uint8Array | undefined } {
  const headers = new Headers(reply.headers);
  const { body } = reply;
  const label = (type: string): void => {
    if (!headers.has('content-type')) headers.set('content-type', type);
  };
  if (body === undefined) return { headers, bytes: undefined };
  if (body instanceof Uint8Array) {
    label('application/octet-stream');
    return { headers, bytes: body };
  }
  label(typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
  return { headers, bytes: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)) };
}
