import { type Reply, toWire } from './call.ts';
import { type Outcome, receiver } from './receive.ts';
import type { StandIn } from './stand-in.ts';
import type { World } from './world.ts';

/** A `fetch` that reaches the stand-in without a socket. Failures look as undici's do: a TypeError "fetch failed" whose cause has a code. */
export function inProcess(standIn: StandIn, world: World, origin: string): typeof fetch {
  const receive = receiver(standIn, world);
  return async (input, init) => {
    const request = new Request(input instanceof Request ? input : new URL(input, origin), init);
    const url = new URL(request.url);
    if (url.origin !== new URL(origin).origin) throw failed('ENOTFOUND', `getaddrinfo ENOTFOUND ${url.hostname}`);
    // The signal that was handed in, not the one of `request`, which follows it no longer once the request is collected: a call that hangs would then hang for ever.
    const signal = init?.signal ?? (input instanceof Request ? input.signal : request.signal);
    signal.throwIfAborted();
    const bytes = new Uint8Array(await request.arrayBuffer());
    const outcome = await Promise.race([receive({ method: request.method, url, headers: request.headers, bytes }), aborted(signal)]);
    return heard(outcome, signal);
  };
}

async function heard(outcome: Outcome, signal: AbortSignal): Promise<Response> {
  switch (outcome) {
    case 'hang':
      return aborted(signal);
    case 'reset':
      throw failed('ECONNRESET', 'read ECONNRESET');
    case 'drop':
      throw failed('UND_ERR_SOCKET', 'other side closed');
    default:
      return toResponse(outcome);
  }
}

function toResponse(reply: Reply): Response {
  const { headers, bytes } = toWire(reply);
  const bodiless = reply.status === 204 || reply.status === 304;
  return new Response(bodiless || !bytes ? null : new Uint8Array(bytes), { status: reply.status, headers });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new DOMException('This operation was aborted', 'AbortError'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function failed(code: string, message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}
