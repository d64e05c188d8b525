import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { finalStates, nextState, openStates, payoutEvents, payoutStates, payoutTable, type PayoutEvent, type PayoutState } from './payout-states.ts';

fc.configureGlobal({ seed: 20261121, numRuns: 3_000 });

/** By whom an event happens decides what it may do; every event is one of these. */
const byPeople: readonly PayoutEvent[] = ['submit', 'approve', 'reject', 'recall', 'hold', 'release', 'cancel', 'reinitiate', 'correct'];
/** What the provider, or the time, says. Neither may make anything payable that has ended. */
const byItself = payoutEvents.filter((event) => !byPeople.includes(event));
/** After one of these the same debt may be sent again: it was certainly not sent, is certainly not paid, or a person decided. */
const opensAgain: readonly PayoutEvent[] = ['withdraw', 'run short', 'see unfunded', 'release', 'reinitiate', 'approve'];

interface Step {
  readonly event: PayoutEvent;
  readonly from: PayoutState;
  readonly to: PayoutState;
}

/** Plays events from a state; what is forbidden is left out, as the ledger leaves it out. */
function played(events: readonly PayoutEvent[], from: PayoutState = 'Draft'): readonly Step[] {
  let at = from;
  return events.flatMap((event) => {
    const to = nextState(at, event);
    if (to === 'never') return [];
    const step = { event, from: at, to };
    at = to;
    return [step];
  });
}

/** Any sequence whatever, and ones in which most events are legal where they happen: blind chance would hardly ever leave Draft. */
const blind = fc.array(fc.constantFrom(...payoutEvents), { maxLength: 80 });
const legal = fc.array(fc.nat(), { maxLength: 80 }).map((choices) => {
  let at: PayoutState = 'Draft';
  return choices.map((choice) => {
    const ways: readonly PayoutEvent[] = payoutEvents.filter((event) => nextState(at, event) !== 'never');
    const event: PayoutEvent = ways[choice % ways.length] ?? 'miss';
    const to = nextState(at, event);
    if (to !== 'never') at = to;
    return event;
  });
});
const events = fc.oneof(blind, legal);

describe('any sequence of events', () => {
  it('moves only along the cells of the table, and answers what is forbidden instead of throwing', () => {
    fc.assert(fc.property(fc.constantFrom(...payoutStates), events, (from, sequence) => {
      let at = from;
      for (const event of sequence) {
        const next = nextState(at, event);
        const cell = payoutTable[at][event];
        expect(next).toBe(cell === 'stay' ? at : cell);
        if (next !== 'never') at = next;
        expect(payoutStates).toContain(at);
      }
    }));
  });

  it('reserves money only after an approval, or after a person has released what was held, as long as nobody speaks of what was never reserved', () => {
    fc.assert(fc.property(events, (sequence) => {
      const begins = sequence.indexOf('reserve');
      const steps = played(sequence.filter((event, at) => byPeople.includes(event) || event === 'reserve' || at > begins));
      const first = steps.findIndex(({ to }) => to === 'Sending');
      if (first >= 0) expect(steps.slice(0, first).some(({ event, from }) => event === 'approve' || (from === 'On Hold' && (event === 'release' || event === 'reinitiate')))).toBe(true);
    }));
  });

  it('sends no debt twice unless something between the two says that the first is not paid, or a person decides', () => {
    fc.assert(fc.property(events, (sequence) => {
      let open: readonly PayoutEvent[] | undefined;
      for (const { event, from, to } of played(sequence)) {
        if (to === 'Sending' && from !== 'Sending') {
          if (open) expect(open.filter((each) => opensAgain.includes(each))).not.toEqual([]);
          open = [];
        } else open = open ? [...open, event] : undefined;
      }
    }));
  });

  it('ends where the journey ends: from there only the money itself or a person moves it', () => {
    fc.assert(fc.property(fc.constantFrom(...finalStates), fc.array(fc.constantFrom(...byItself), { maxLength: 60 }), (from, sequence) => {
      const reached = new Set(played(sequence, from).map(({ to }) => to));
      for (const state of reached) expect(finalStates).toContain(state);
      // A debt that is paid is never again anything but paid, or paid and given back.
      if (from === 'Completed') for (const state of reached) expect(['Completed', 'Returned']).toContain(state);
    }));
  });

  it('never makes money that was there payable again but by a person', () => {
    fc.assert(fc.property(events, fc.array(fc.constantFrom(...byItself), { maxLength: 40 }), (before, after) => {
      const at = played(before).at(-1)?.to ?? 'Draft';
      if (nextState(at, 'see transferred') !== 'Completed') return;
      for (const { to } of played(['see transferred', ...after], at)) expect(['Completed', 'Returned']).toContain(to);
    }));
  });

  it('leaves an open attempt open until it is known what became of it', () => {
    const knows: readonly PayoutEvent[] = ['withdraw', 'refuse', 'run short', 'see transferred', 'see unfunded', 'see cancelled', 'see returned', 'hold', 'correct', 'give up'];
    fc.assert(fc.property(fc.constantFrom(...openStates), fc.array(fc.constantFrom(...payoutEvents.filter((event) => !knows.includes(event))), { maxLength: 40 }), (from, sequence) => {
      for (const { to } of played(sequence, from)) expect(openStates).toContain(to);
    }));
  });

  it('comes to rest under the same news: told for the third time it changes nothing', () => {
    fc.assert(fc.property(events, fc.constantFrom(...byItself), (sequence, event) => {
      const at = played(sequence).at(-1)?.to ?? 'Draft';
      // What nobody here sent is held at the first word of it, and believed to be on its way at the second.
      const twice = played([event, event], at).at(-1)?.to ?? at;
      expect([twice, 'never']).toContain(nextState(twice, event));
    }));
  });

  it('leaves a way out of every state it can reach but the ended ones', () => {
    fc.assert(fc.property(events, (sequence) => {
      const at = played(sequence).at(-1)?.to ?? 'Draft';
      expect(payoutEvents.some((event) => ![at, 'never'].includes(nextState(at, event)))).toBe(true);
    }));
  });
});
