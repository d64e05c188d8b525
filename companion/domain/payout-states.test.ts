import { describe, expect, it } from '@jest/globals';
import { finalStates, nextState, openStates, payoutEvents, payoutStates, payoutTable } from './payout-states.ts';

describe('the payout state table', () => {
  it('has no empty cell', () => {
    for (const state of payoutStates) expect(Object.keys(payoutTable[state]).sort()).toEqual([...payoutEvents].sort());
  });

  it('reserves money only for what was approved or waits for funds', () => {
    const from = payoutStates.filter((state) => !['never', 'stay'].includes(payoutTable[state].reserve));
    expect(from).toEqual(['Approved for Payout', 'Awaiting Funds']);
  });

  it('never leaves Completed except for a bank return', () => {
    const ways = payoutEvents.filter((event) => nextState('Completed', event) !== 'never' && nextState('Completed', event) !== 'Completed');
    expect(ways).toEqual(['see returned']);
  });

  it('never makes an open attempt payable again without a sighting or a person', () => {
    for (const state of openStates)
      for (const event of payoutEvents)
        if (['Approved for Payout', 'Scheduled'].includes(nextState(state, event))) expect([state, event]).toEqual(['Sending', 'withdraw']);
  });

  it('lets a lost answer end in every outcome a sighting can tell', () => {
    expect(nextState('Outcome Unknown', 'see transferred')).toBe('Completed');
    expect(nextState('Outcome Unknown', 'see unfunded')).toBe('Awaiting Funds');
    expect(nextState('Outcome Unknown', 'give up')).toBe('On Hold');
    expect(nextState('Outcome Unknown', 'reinitiate')).toBe('never');
  });

  it('treats "not found" as news that changes nothing', () => {
    for (const state of [...openStates, ...finalStates]) expect(nextState(state, 'miss')).toBe(state);
  });

  it('lets money that arrived after all win over any earlier verdict', () => {
    for (const state of ['On Hold', 'Failed', 'Cancelled', 'Awaiting Funds', 'Needs Correction'] as const)
      expect(nextState(state, 'see transferred')).toBe('Completed');
  });
});
