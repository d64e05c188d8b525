import { openLocalWake } from '../../companion/store/local-wake.ts';
import { openForgetfulDatabase } from '../../companion/store/memory-database.ts';
import type { Companion } from '../../companion/start.ts';
import { hmacauth } from '../../sandbox/payoneer/signature.ts';
import { companionsOf } from '../engine/companions.ts';
import { openOutside, type Outside } from '../engine/story.ts';

export interface DoorBench {
  readonly outside: Outside;
  readonly companion: Companion;
  /** A webhook as the provider signs it; `path` follows `/webhooks`. */
  signed(path: string, body: string | Uint8Array, more?: RequestInit & { secret?: string }): Promise<Response>;
  /** A call as anybody may make it. */
  call(path: string, init?: RequestInit): Promise<Response>;
  end(): Promise<void>;
}

/** A whole companion behind its real door, on a store that forgets. */
export async function openDoorBench(): Promise<DoorBench> {
  const outside = await openOutside();
  const companions = companionsOf(outside);
  const companion = await companions.start('', { given: { database: await openForgetfulDatabase(), wake: (database, tools) => Promise.resolve(openLocalWake(database, tools)) } });
  let nonce = 0;
  return {
    outside, companion,
    async signed(path, body, { secret = 'sandbox-webhook-secret', ...more } = {}) {
      const url = `${companion.url}/webhooks${path}`;
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
      const authorization = hmacauth({ method: 'POST', url, bytes }, { appName: 'Webhook-IPCNSender-sandbox', secret, nonce: String(nonce++).padStart(32, '0'), timestampS: Math.floor(Date.now() / 1000) });
      return fetch(url, { method: 'POST', body: new Uint8Array(bytes), ...more, headers: { 'content-type': 'application/json', ...more.headers, authorization } });
    },
    call: (path, init) => fetch(companion.url + path, init),
    async end() {
      await companions.end();
      await outside.close();
    },
  };
}
