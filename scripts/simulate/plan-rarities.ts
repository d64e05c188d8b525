import type { Chance } from './chance.ts';
import type { Doom } from './life.ts';
import { hourMs, minuteMs, type Happening } from './happening.ts';

type At = () => number;

function doomAt(chance: Chance, atMs: number): Happening {
  const doom: Doom = chance.pick<Doom>([
    { at: 'call', left: 1, of: 'masspayouts' }, { at: 'answer', left: 1, of: 'masspayouts' }, { at: 'answer', left: chance.whole(1, 3), of: 'composite' },
    { at: 'call', left: chance.whole(1, 12) }, { at: 'statement', left: chance.whole(1, 120) }, { at: 'commit', left: chance.whole(1, 25) },
  ]);
  return { atMs, what: 'doom', doom };
}

/** What the books' own trouble says, when the weather puts it there. */
export const bookFaults = ['UNABLE_TO_LOCK_ROW', 'UNABLE_TO_LOCK_ROW', 'SERVER_UNAVAILABLE', 'FIELD_CUSTOM_VALIDATION_EXCEPTION'] as const;

function copies(chance: Chance, during: At, waveAtMs: number): Happening[] {
  const copyAt = chance.pick([during(), waveAtMs - 10_000, waveAtMs + chance.whole(1, 20) * 1_000]);
  if (chance.happens(0.25)) return [{ atMs: copyAt, what: 'copy' }, { atMs: copyAt + chance.whole(16, 26) * hourMs, what: 'old restore' }];
  return [{ atMs: copyAt, what: 'copy' }, { atMs: copyAt + chance.whole(5, 180) * minuteMs, what: chance.pick(['restore', 'marked restore']) }];
}

function switched(chance: Chance, during: At): Happening[] {
  const [atMs, what] = [during(), chance.pick(['pause', 'org pause'] as const)];
  return [{ atMs, what, on: true }, { atMs: atMs + chance.whole(5, 120) * minuteMs, what, on: false }];
}

function wrongClock(chance: Chance, during: At): Happening[] {
  const atMs = during();
  return [{ atMs, what: 'skew', skewMs: chance.pick([-10, 10]) * minuteMs }, { atMs: atMs + 20 * minuteMs, what: 'skew', skewMs: 0 }];
}

/** One trouble of the companion's own machine, or of what it is joined to. */
export const troubleAt = (chance: Chance, atMs: number): Happening => chance.pick<Happening>([
  { atMs, what: 'restart' }, { atMs, what: 'deploy' }, { atMs, what: 'zombie' }, { atMs, what: 'second instance' },
  { atMs, what: 'store fault', kind: chance.pick(['statement', 'commit', 'kept']), left: chance.whole(1, 12), forMs: hourMs }, { atMs, what: 'store fault', kind: 'disk full', left: 1, forMs: chance.whole(1, 30) * minuteMs },
  { atMs, what: 'end sessions' }, { atMs, what: 'limit after send' }, { atMs, what: 'another org', forMs: chance.whole(10, 90) * minuteMs },
  { atMs, what: 'events', trouble: chance.pick(['missed', 'duplicated', 'replayed', 'corruptReplayIds']), times: chance.whole(1, 3) }, { atMs, what: 'events dropped' },
  { atMs, what: 'edit after approval' }, { atMs, what: 'rule switched off' }, { atMs, what: 'change payee' }, { atMs, what: 'deactivate payee' }, { atMs, what: 'deactivate payee' }, { atMs, what: 'funds leave' }, { atMs, what: 'funds leave' }, { atMs, what: 'correct' },
]);

type Rarity = readonly [probability: number, of: (chance: Chance, during: At, waveAtMs: number) => readonly Happening[]];

/** Troubles that only some seeds have. */
const rarities: readonly Rarity[] = [
  [0.35, (chance, during) => [{ atMs: during(), what: 'books fault', fault: { statusCode: chance.pick(bookFaults), times: chance.whole(1, 3), skip: chance.whole(0, 4), ...(chance.happens(0.6) ? { object: 'Payment_Request__c' } : {}) } }]],
  [0.2, copies],
  [0.1, (_, during) => [{ atMs: during(), what: 'second companion' }]],
  [0.3, (_, during) => [{ atMs: during(), what: 'bank return' }]],
  // Before the first wave, or, where there is one, before a later one, which finds others on their way.
  [0.2, (chance) => [{ atMs: chance.pick([0, 2 * minuteMs]), what: 'stranger' }]],
  // While something is on its way: only of that can a replica be confused.
  [0.25, (chance, _, waveAtMs) => [{ atMs: waveAtMs + chance.whole(1, 1_200) * 1_000, what: 'lie' }]],
  [0.15, (_, during) => [{ atMs: during(), what: 'lie after the end' }]],
  // While the provider speaks of what was just sent.
  [0.15, (chance, _, waveAtMs) => [{ atMs: waveAtMs + chance.whole(1, 400) * 1_000, what: 'store fault', kind: 'disk full', left: 1, forMs: chance.whole(5, 60) * minuteMs }]],
  [0.1, (_, during, waveAtMs) => [{ atMs: waveAtMs - 5_000, what: 'second instance' }, { atMs: during(), what: 'events dropped' }]],
  [0.15, wrongClock],
  [0.2, switched],
  [0.25, (chance, during) => [{ atMs: during(), what: 'events', trouble: chance.pick(['missed', 'duplicated', 'replayed', 'corruptReplayIds']), times: chance.whole(1, 3) }, { atMs: during(), what: 'events dropped' }]],
  [0.15, (_, during) => [{ atMs: during(), what: 'deactivate payee' }]],
  [0.15, (_, during) => [{ atMs: during(), what: 'change payee' }]],
  [0.15, (_, during) => [{ atMs: during(), what: 'edit after approval' }, { atMs: during(), what: 'correct' }]],
];

/** The rare troubles of one simulation: its own choice of the table, some of the machine's at any time, and some at the worst. */
export function raritiesOf(chance: Chance, during: At, waveAtMs: number): Happening[] {
  const all: Happening[] = [];
  for (let count = chance.whole(0, 2); count > 0; count--) all.push(doomAt(chance, during()));
  for (let count = chance.whole(0, 2); count > 0; count--) all.push(troubleAt(chance, during()));
  for (const [probability, of] of rarities) if (chance.happens(probability)) all.push(...of(chance, during, waveAtMs));
  if (chance.happens(0.5)) all.push({ atMs: Math.max(0, waveAtMs - 1_000), what: 'ambush', of: troubleAt(chance, 0) });
  return all;
}
