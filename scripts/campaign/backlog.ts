import { setTimeout as pause } from 'node:timers/promises';
import { drained } from './drain.ts';
import type { Engine } from './figures.ts';
import { openField, type Field } from './field.ts';
import { knock } from './knock.ts';
import { openLine } from './line.ts';
import type { Campaign, Rounds } from './rounds.ts';
import { startService, type Service } from './service.ts';
import { environmentBeside } from './story.ts';

/** Payouts that the letters speak of, in fours. */
const fours = 10;

const submitted = (field: Field, ids: readonly string[]): boolean => {
  const posted = new Set(field.outside.payoneer.payouts().map(({ reference }) => reference.slice(0, 18)));
  return ids.every((id) => posted.has(id));
};

/** So many letters are acknowledged while Salesforce can't be reached, so that nothing is worked off; then the companion is killed, and one starts that reaches it. */
export async function openBacklog(engine: Engine, letters: number, say: (line: string) => void): Promise<Rounds> {
  const field = await openField(engine);
  const { outside, store } = field;
  const { urls } = outside;
  const line = await openLine(Number(new URL(urls.salesforce).port));
  const env = { ...environmentBeside({ ...outside, urls: { ...urls, salesforce: `http://127.0.0.1:${line.port}` } }), ...store.env };
  let service: Service | undefined;
  return {
    async play(nth) {
      await service?.kill();
      service = await startService(env);
      const ids = field.approve(fours);
      while (!submitted(field, ids)) await pause(50);
      await service.kill();
      line.cut('closed');
      service = await startService(env);
      const before = field.letters.count();
      const { notAccepted } = await knock(service.url, field.letters, field.someReference, { seconds: 300, atMost: letters });
      const kept = field.letters.count() - before;
      await service.kill();
      line.mend();
      service = await startService(env);
      const tookMs = await drained(service);
      say(`${nth + 1}: ${kept} letters acknowledged, ${notAccepted} not; zero backlog ${tookMs} ms after the process was started anew.`);
      const settled = await field.settle(ids);
      return { kills: 2, ...settled, timesMs: [tookMs], wrong: [...settled.wrong, ...(kept < letters ? [`only ${kept} of ${letters} letters were acknowledged`] : [])] };
    },
    judge: () => field.judge({ url: service?.url }, async () => service?.kill()),
    async close() {
      await service?.kill();
      await line.close();
      await field.close();
    },
  };
}

export const backlog: Campaign = {
  name: 'backlog', about: '10,000 signed letters about forty payouts acknowledged and not worked off; the companion (companion/main.ts) killed -9 and started again',
  engines: ['pglite', 'postgres'], rounds: 1, round: '10,000 letters', timed: 'from the start of the process to zero backlog',
  open: (engine, _rounds, say) => openBacklog(engine, 10_000, say),
};
