import { openChance, type Chance } from './chance.ts';
import { requestLimit } from './faults.ts';
import { hourMs, minuteMs, type Happening } from './happening.ts';
import { troubleAt } from './plan-rarities.ts';
import { programs } from './stage.ts';

/** From so many payouts on, what is rare may happen to a good part of them. */
export const many = 100;

/** What only a simulation of many payouts has. */
export interface CrowdPlan {
  /** One in eight debts is raised in a last wave, at this time: when others have come back, failed, or wait for their payee or for funds. */
  readonly lastWaveMs: number;
  readonly isLast: (index: number) => boolean;
  readonly happenings: readonly Happening[];
  /** What some programs have less than they need until somebody sends more, in minor units. */
  readonly fundsMinor: Readonly<Record<string, number>>;
}

/** The worst moment for most of this is while a submission is in the air. */
function ambushes(chance: Chance, atMs: number): Happening[] {
  return Array.from({ length: chance.whole(1, 3) }, (): Happening => ({ atMs: atMs - 1_000, what: 'ambush', of: chance.pick<Happening>([
    troubleAt(chance, 0), troubleAt(chance, 0), { atMs: 0, what: 'funds leave' }, { atMs: 0, what: 'second companion' }, { atMs: 0, what: chance.pick(['restore', 'old restore']) },
    { atMs: 0, what: 'skew', skewMs: -10 * minuteMs }, { atMs: 0, what: 'org pause', on: true }, { atMs: 0, what: 'lie after the end' },
    { atMs: 0, what: 'weather', rules: [requestLimit(4)] },
  ]) }));
}

/**
 * Many payouts in every state, and then a last wave in the worst weather, so that a fault of a submission, of the store or of the machine finds
 * hundreds that came back, failed or wait. Nothing for a simulation of few: their plans stay what they were.
 */
export function crowdPlanOf(seed: number, payouts: number): CrowdPlan | undefined {
  if (payouts <= many) return undefined;
  const chance = openChance(seed, 'crowd');
  const lastWaveMs = chance.whole(330, 415) * minuteMs;
  const poor = chance.happens(0.4) ? programs[chance.whole(0, programs.length - 1)]?.program : undefined;
  const happenings: Happening[] = [
    { atMs: chance.whole(20, 100) * minuteMs, what: 'payee must act' }, { atMs: chance.whole(30, 160) * minuteMs, what: 'provider cancels' },
    { atMs: chance.whole(200, 260) * minuteMs, what: 'bank return' }, { atMs: chance.whole(30, 300) * minuteMs, what: 'copy' }, ...ambushes(chance, lastWaveMs),
    { atMs: 9 * hourMs, what: 'fund' },
  ];
  if (chance.happens(0.5)) happenings.push({ atMs: lastWaveMs - 10_000, what: 'stranger' });
  if (chance.happens(0.5)) happenings.push({ atMs: lastWaveMs - 5_000, what: 'events', trouble: chance.pick(['missed', 'duplicated', 'replayed', 'corruptReplayIds']), times: chance.whole(1, 3) });
  if (chance.happens(0.4)) happenings.push({ atMs: lastWaveMs - 5_000, what: 'weather', rules: [{ standIn: 'payoneer', door: 'GET /v4/programs/:program/payees/:payee/status', when: 'before', times: 3, skip: chance.whole(0, 40), reply: chance.happens(0.5) ? 'drop' : { status: 503 } }] });
  return { lastWaveMs, isLast: (index) => index % 8 === 7, happenings, fundsMinor: poor !== undefined ? { [poor]: chance.whole(1_000_00, 60_00 * payouts) } : {} };
}
