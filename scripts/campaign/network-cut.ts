import { setTimeout as pause } from 'node:timers/promises';
import { openField } from './field.ts';
import { openLine, type Cut, type Line } from './line.ts';
import type { Campaign, Rounds } from './rounds.ts';
import { environmentBeside } from './story.ts';
import { startVictim } from './victim.ts';

type Side = 'provider' | 'salesforce';

/** Where and how the line is cut. */
interface Blow {
  readonly side: Side;
  readonly at: RegExp;
  readonly when: 'before' | 'after';
  readonly cut: Cut;
}

const cuts: readonly Cut[] = ['reset', 'hanging', 'closed'];
const whens = ['before', 'after'] as const;
const blowsAt = (side: Side, at: RegExp): readonly Blow[] => cuts.flatMap((cut) => whens.map((when) => ({ side, at, when, cut })));

/** Around the submission, the question, any call to Salesforce and one that writes, before the request arrives and after it did. */
const blows: readonly Blow[] = [
  ...blowsAt('provider', /^POST \S+\/masspayouts/m), ...blowsAt('provider', /^GET \S+\/status/m),
  ...blowsAt('salesforce', /^(POST|PATCH) \S+\/composite/m), ...blowsAt('salesforce', /"method":"PATCH"/),
];
const inWords = ({ side, at, when, cut }: Blow): string => `${side} ${cut} ${when === 'before' ? 'before the request arrives' : 'after it arrived, before the answer'} (${at.source.replaceAll(/\\S\+|[\\^]/g, '')})`;

const portOf = (url: string): number => Number(url.split(':').at(-1));

/** The companion hears of both sides through lines; Salesforce's event bus has one of its own, which fails together with it. */
async function openNetworkCut(rounds: number, say: (line: string) => void, engine: 'pglite' | 'postgres'): Promise<Rounds> {
  const field = await openField(engine, { pubsubPort: 0 });
  const { outside } = field;
  const { urls } = outside;
  const lines: Readonly<Record<Side | 'bus', Line>> = { provider: await openLine(portOf(urls.payoneer)), salesforce: await openLine(portOf(urls.salesforce)), bus: await openLine(portOf(urls.pubsub ?? '')) };
  const through = (line: Line): string => `http://127.0.0.1:${line.port}`;
  const env = environmentBeside({ ...outside, urls: { ...urls, payoneer: through(lines.provider), salesforce: through(lines.salesforce), pubsub: `127.0.0.1:${lines.bus.port}` } });
  const companion = await startVictim({ ...env, ...field.store.env });
  outside.payoneer.webhooks.target = `${companion.url ?? ''}/webhooks/payoneer`;
  const mendAll = (): void => Object.values(lines).forEach((line) => line.mend());
  return {
    async play(nth) {
      const blow = blows[nth % blows.length] ?? blows[0];
      if (!blow) throw new Error('There is always a blow.');
      const struck = lines[blow.side].cutAt(blow.at, blow.when, blow.cut);
      const ids = field.approve(2);
      await Promise.race([struck, pause(20_000).then(() => Promise.reject(new Error(`No call came that could be cut: ${inWords(blow)}`)))]);
      if (blow.side === 'salesforce') lines.bus.cut(blow.cut);
      await pause(100 + Math.random() * 2_400);
      mendAll();
      const mendedMs = performance.now();
      const counts = await field.settle(ids);
      if (companion.isGone()) throw new Error('The companion ended because a line was cut.');
      const tookMs = Math.round(performance.now() - mendedMs);
      say(`${nth + 1} of ${rounds}: ${inWords(blow)}: ${counts.completed} of ${counts.payouts} completed, ${counts.held} on hold, ${tookMs} ms after the line was mended`);
      return { kills: 1, ...counts, timesMs: [tookMs] };
    },
    judge: () => field.judge(companion, () => companion.kill()),
    async close() {
      await companion.kill();
      await Promise.all(Object.values(lines).map((line) => line.close()));
      await field.close();
    },
  };
}

export const networkCut: Campaign = {
  name: 'network-cut', about: 'the line to the provider or to Salesforce cut around a submission, a question, or a call that reads or writes: closed, reset or silent, before the request arrives or before the answer',
  engines: ['pglite', 'postgres'], rounds: blows.length, round: 'a cut of up to 2.5 s in the middle of eight payouts', timed: 'from the line being whole again until the eight have ended',
  open: (engine, rounds, say) => openNetworkCut(rounds, say, engine),
};
