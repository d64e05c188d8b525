import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import type { Companion } from '../../companion/start.ts';
import { companionsOf } from '../engine/companions.ts';
import { openOutside, type Outside } from '../engine/story.ts';
import { postSignedWebhook } from '../flows/signed-webhook.ts';
import { localWake } from '../flows/start-beside.ts';

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
  const companion = await companions.start('', { given: { database: await openEmptyDatabase(), wake: localWake } });
  return {
    outside, companion,
    signed: (path, body, more = {}) => postSignedWebhook(`${companion.url}/webhooks${path}`, body, { ...more, headers: { 'content-type': 'application/json', ...more.headers } }),
    call: (path, init) => fetch(companion.url + path, init),
    async end() {
      await companions.end();
      await outside.close();
    },
  };
}
