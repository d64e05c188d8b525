import { setTimeout as pause } from 'node:timers/promises';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { hmacauth } from '../../sandbox/payoneer/signature.ts';
import type { Figures } from './figures.ts';

/** Where a hint of a payout that arrived is posted. */
export const hintPath = '/webhooks/payoneer/account-loaded';
const appName = 'Webhook-IPCNSender-sandbox';

export interface SignedLetter {
  readonly name: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Genuine webhooks, each with a name of its own, and which of them were answered with 200. */
export interface Letters {
  /** The next one about a payout, signed for the address it will be posted to. */
  write(publicUrl: string, reference: string): SignedLetter;
  acknowledge(name: string): void;
  /** Whether it was acknowledged; an answer that never came is none. */
  post(publicUrl: string, reference: string): Promise<boolean>;
  /** Posts one after the other until the answer is called, which waits for the last. */
  keepPosting(publicUrl: string, reference: () => string, everyMs: number): () => Promise<void>;
  count(): number;
  /** Every acknowledged one has to be in the store, once, and processed. */
  judge(db: EngineDatabase): Promise<Pick<Figures, 'letters' | 'lost' | 'wrong'>>;
}

const pageSize = 20_000;

/** The names of the letters in the store, with how they stand. */
async function* lettersIn(db: EngineDatabase): AsyncGenerator<{ id: number; name: string | null; state: string }> {
  for (let after = 0; ;) {
    const page = await db.query<{ id: number; name: string | null; state: string }>(
      `select id, state, substring(convert_from(body, 'UTF8') from '"Letter":"([^"]+)"') as name from letter where id > $1 order by id limit ${pageSize}`, [after]);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
  }
}

export function openLetters(secret: string): Letters {
  const acknowledged = new Set<string>();
  const world = Math.random().toString(36).slice(2, 8);
  let written = 0;
  const write = (publicUrl: string, reference: string): SignedLetter => {
    const name = `${world}-${written++}`;
    const body = JSON.stringify({ 'Payee Id': 'payee-1', Amount: '10.00', IntPaymentId: reference, Currency: 'USD', 'Transaction Date': new Date().toISOString(), Letter: name });
    const proof = { appName, secret, nonce: String(written).padStart(32, '0'), timestampS: Math.floor(Date.now() / 1000) };
    return { name, body, headers: { 'content-type': 'application/json', authorization: hmacauth({ method: 'POST', url: publicUrl + hintPath, bytes: new TextEncoder().encode(body) }, proof) } };
  };
  const post = async (publicUrl: string, reference: string): Promise<boolean> => {
    const { name, body, headers } = write(publicUrl, reference);
    const status = await fetch(publicUrl + hintPath, { method: 'POST', body, headers, signal: AbortSignal.timeout(10_000) }).then((response) => response.status, () => 0);
    if (status === 200) acknowledged.add(name);
    return status === 200;
  };
  return {
    write, post, acknowledge: (name) => void acknowledged.add(name), count: () => acknowledged.size,
    keepPosting(publicUrl, reference, everyMs) {
      let on = true;
      const posting = (async () => {
        for (; on; await pause(everyMs)) await post(publicUrl, reference());
      })();
      return async () => {
        on = false;
        await posting;
      };
    },
    async judge(db) {
      const missing = new Set(acknowledged);
      const wrong: string[] = [];
      for await (const { id, name, state } of lettersIn(db)) {
        if (name === null || !acknowledged.has(name)) continue;
        if (!missing.has(name)) wrong.push(`letter ${name} is in the store twice, again as ${id}`);
        else if (state === 'done') missing.delete(name);
      }
      if (missing.size) wrong.push(`${missing.size} acknowledged letters were not found processed, such as ${[...missing].slice(0, 3).join(', ')}`);
      return { letters: acknowledged.size, lost: missing.size, wrong };
    },
  };
}
