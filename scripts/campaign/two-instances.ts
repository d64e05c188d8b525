import { openField, type Field } from './field.ts';
import { openLine, type Line } from './line.ts';
import type { Campaign, Rounds } from './rounds.ts';
import { environmentBeside } from './story.ts';
import { startVictim, type Victim } from './victim.ts';

const portOf = ({ url }: Victim): number => Number(new URL(url ?? '').port);

/** Two companions behind one address. A webhook that reaches a dead one is not answered, and its sender tries again. */
async function openPair(start: () => Promise<Victim>, line: Line) {
  const pair = [await start(), await start()];
  const living = (): readonly Victim[] => pair.filter((one) => !one.isGone());
  const lead = (): void => line.leadTo(...living().map(portOf));
  lead();
  return {
    /** One of them dies, whatever it does; another one takes its place. */
    async replaceOne(which: number): Promise<void> {
      const mortal = pair[which];
      if (!mortal || mortal.isGone()) throw new Error('A companion ended by itself.');
      await mortal.kill();
      lead();
      pair[which] = await start();
      lead();
    },
    living,
    end: () => Promise.all(pair.map((one) => one.kill())),
  };
}

/** The kill comes by chance, often before the second one has planned anything: of so many rounds some must have seen both at work. */
const enoughToShare = 20;

/** Whether payouts of these requests were planned by two processes. */
async function bothPlanned({ store }: Field, ids: readonly string[]): Promise<boolean> {
  const db = await store.open();
  const planners = await db.query('select distinct planned_by from attempt where request_id = any($1::text[])', [ids]);
  await db.close();
  return planners.length > 1;
}

async function openTwoInstances(rounds: number, say: (line: string) => void): Promise<Rounds> {
  const field = await openField('postgres');
  const { outside, letters } = field;
  const line = await openLine();
  const publicUrl = `http://127.0.0.1:${line.port}`;
  outside.payoneer.webhooks.target = `${publicUrl}/webhooks/payoneer`;
  const pair = await openPair(() => startVictim({ ...environmentBeside(outside), ...field.store.env, QUITTANCE_PUBLIC_URL: publicUrl }), line);
  const stopPosting = letters.keepPosting(publicUrl, field.someReference, 20);
  let shared = 0;
  return {
    async play(nth) {
      const ids = field.approve(2);
      await field.someMoment();
      if (await bothPlanned(field, ids)) shared++;
      const diedMs = performance.now();
      const [, counts] = await Promise.all([pair.replaceOne(nth % 2), field.settle(ids)]);
      const tookMs = Math.round(performance.now() - diedMs);
      say(`${nth + 1} of ${rounds}: ${counts.completed} of ${counts.payouts} completed, ${counts.held} on hold, ${tookMs} ms after the kill; ${letters.count()} letters so far`);
      return { kills: 1, ...counts, timesMs: [tookMs] };
    },
    async judge() {
      await stopPosting();
      const judged = await field.judge({ url: pair.living()[0]?.url }, () => pair.end());
      say(`In ${shared} of ${rounds} rounds both had planned payouts before one was killed.`);
      return shared > 0 || rounds < enoughToShare ? judged : { ...judged, wrong: [...(judged.wrong ?? []), 'in no round both planned payouts: nothing was shared'] };
    },
    async close() {
      await stopPosting();
      await pair.end();
      await line.close();
      await field.close();
    },
  };
}

export const twoInstances: Campaign = {
  name: 'two-instances', about: 'two companions on one PostgreSQL behind one address, one or the other killed -9 while payouts and webhooks flow',
  engines: ['postgres'], rounds: 30, round: 'a kill in the middle of eight payouts', timed: 'from the kill until the eight have ended and two companions run again',
  open: (_engine, rounds, say) => openTwoInstances(rounds, say),
};
