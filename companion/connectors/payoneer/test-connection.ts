import type { Gate, Tools } from '../connector.ts';
import type { Attempt } from '../../domain/payout.ts';
import payoneer from './index.ts';

const env = { ENVIRONMENT: 'sandbox', CLIENT_ID: 'id', CLIENT_SECRET: 'top-secret', PROGRAMS: '100200300:USD,100200301:JPY,100200302:KWD', WEBHOOK_SECRET: 'hook' };
export const attempt: Attempt = {
  reference: 'a0X000000000001AAA-01', requestId: 'a0X000000000001AAA', number: 1, connection: 'payoneer', program: '100200300',
  payeeId: 'payee-1', amount: { minor: 15_005, currency: 'USD' }, purpose: 'Invoice 7', orgId: '00D', batchId: 'b1',
};
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(body), { status, headers });
export const tokenReply = (): Response => json({ access_token: 'T1', expires_in: 1000, refresh_token: null, id_token: null });

/** One request as the connector sent it. */
export interface Heard { readonly url: string; readonly init: RequestInit }
/** For unit tests only, a world of one: the clock stands still but when told, the gate is open, answers come from `answers` by the path's last part. */
export function world(answers: Record<string, (heard: Heard) => Response | Promise<Response>>, change: object = {}, gate: Gate = { pass: (_kind, call) => call() }) {
  const calls: Heard[] = [];
  const logged: unknown[] = [];
  const timers = new Set<{ at: number; what: () => void }>();
  const time = { now: 1_000_000 };
  const log = { debug: (...all: unknown[]) => void logged.push(all), info: (...all: unknown[]) => void logged.push(all), warn: (...all: unknown[]) => void logged.push(all), error: (...all: unknown[]) => void logged.push(all) };
  const tools: Tools = {
    now: () => time.now, random: () => 0.5, log,
    fetch: async (input, init = {}) => {
      const heard = { url: String(input), init };
      calls.push(heard);
      const answer = answers[new URL(heard.url).pathname.split('/').at(-1) ?? ''];
      if (!answer) throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
      return answer(heard);
    },
    timer: {
      after(ms, what) {
        const timer = { at: time.now + ms, what };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
      sleep: async () => undefined,
    },
  };
  const advance = (ms: number): void => {
    time.now += ms;
    for (const timer of [...timers]) if (timer.at <= time.now && timers.delete(timer)) timer.what();
  };
  const connection = payoneer.open(payoneer.settings.parse({ ...env, ...change }), { id: 'payoneer', tools, gate });
  return { connection, calls, logged, time, advance, timers };
}
export type World = ReturnType<typeof world>;
