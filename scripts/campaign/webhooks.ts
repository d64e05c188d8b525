import { drained } from './drain.ts';
import type { Engine } from './figures.ts';
import { openField } from './field.ts';
import { knock } from './knock.ts';
import type { Campaign, Rounds } from './rounds.ts';
import { startService, type Service } from './service.ts';
import { environmentBeside } from './story.ts';

/** Payouts that are on their way while the letters about them come, in fours. */
const fours = 10;

/** The door stands open for so many seconds; then the companion is killed in the middle of its work, and another one has to find every acknowledged letter. */
export async function openWebhooks(engine: Engine, seconds: number, say: (line: string) => void): Promise<Rounds> {
  const field = await openField(engine);
  const env = { ...environmentBeside(field.outside), ...field.store.env };
  let service: Service | undefined;
  return {
    async play(nth) {
      await service?.kill();
      service = await startService(env);
      const ids = field.approve(fours);
      const before = field.letters.count();
      const { timesMs, notAccepted } = await knock(service.url, field.letters, field.someReference, { seconds });
      await service.kill();
      const kept = field.letters.count() - before;
      say(`${nth + 1}: ${kept} letters acknowledged in ${seconds} s (${Math.round(kept / seconds)} a second), ${notAccepted} not. The companion was killed.`);
      service = await startService(env);
      say(`Zero backlog ${await drained(service)} ms after the process was started anew.`);
      const settled = await field.settle(ids);
      return { kills: 1, ...settled, timesMs, wrong: [...settled.wrong, ...(kept === 0 ? ['no letter was acknowledged'] : [])] };
    },
    judge: () => field.judge({ url: service?.url }, async () => service?.kill()),
    async close() {
      await service?.kill();
      await field.close();
    },
  };
}

export const webhooks: Campaign = {
  name: 'webhooks', about: '50 connections of signed webhooks at the companion (companion/main.ts), which is killed -9 at the end; every acknowledged one is later found processed',
  engines: ['pglite', 'postgres'], rounds: 1, round: '60 s', timed: 'of an answer at the door',
  open: (engine, _rounds, say) => openWebhooks(engine, 60, say),
};
