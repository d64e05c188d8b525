import { describe, expect, it } from '@jest/globals';
import { finalStates, nextState, openStates, payoutEvents, payoutStates, payoutTable, type PayoutEvent, type PayoutState } from './payout-states.ts';

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

  it('was written twice: by state in the code, by event here, and both say the same', () => {
    const cells = payoutEvents.flatMap((event) => payoutStates.map((state) => `${event}: ${state} -> ${payoutTable[state][event]}`));
    expect(cells).toEqual(payoutEvents.flatMap((event) => payoutStates.map((state) => `${event}: ${state} -> ${cellByEvent(event, state)}`)));
  });

  it('calls open what may be on its way, and final what has ended', () => {
    expect(openStates).toEqual(['Sending', 'Outcome Unknown', 'In Progress', 'Action Required']);
    expect(finalStates).toEqual(['Completed', 'Failed', 'Returned', 'Cancelled']);
  });
});

/** Where each event leads, and from which states; `stay` are those it leaves as they are. From every other it must not happen. */
const byEvent: Readonly<Record<PayoutEvent, Partial<Readonly<Record<PayoutState | 'stay', string>>>>> = {
  submit: { Submitted: 'Draft, Rejected, Recalled, Needs Correction', stay: 'Submitted' },
  approve: { 'Approved for Payout': 'Submitted, Needs Correction, On Hold', stay: 'Approved for Payout, Scheduled, Awaiting Funds' },
  reject: { Rejected: 'Submitted', stay: 'Rejected' },
  recall: { Recalled: 'Submitted', stay: 'Recalled' },
  hold: { 'On Hold': 'Draft, Approved for Payout, Scheduled, Needs Correction, Awaiting Funds, Sending, Outcome Unknown, In Progress, Action Required, Failed, Returned', stay: 'On Hold' },
  release: { 'Approved for Payout': 'On Hold', stay: 'Approved for Payout, Scheduled, Awaiting Funds' },
  cancel: { Cancelled: 'Draft, Rejected, Recalled, Approved for Payout, Scheduled, Needs Correction, Awaiting Funds, On Hold, Failed', stay: 'Cancelled' },
  reinitiate: { 'Approved for Payout': 'On Hold, Failed, Returned' },
  correct: { 'Needs Correction': 'Approved for Payout, Scheduled, Awaiting Funds, On Hold, Sending, Outcome Unknown, In Progress, Action Required', stay: 'Needs Correction' },
  schedule: { Scheduled: 'Approved for Payout', stay: 'Scheduled' },
  'fall due': { 'Approved for Payout': 'Scheduled', stay: 'Approved for Payout' },
  'run short': { 'Awaiting Funds': 'Approved for Payout, Sending, Outcome Unknown', stay: 'Awaiting Funds' },
  reserve: { Sending: 'Approved for Payout, Awaiting Funds', stay: 'Sending' },
  withdraw: { 'Approved for Payout': 'Sending', stay: 'Approved for Payout, Awaiting Funds' },
  accept: { 'In Progress': 'Awaiting Funds, On Hold, Sending, Outcome Unknown', stay: 'Needs Correction, In Progress, Action Required, Completed, Failed, Returned' },
  refuse: { Failed: 'Awaiting Funds, Sending, Outcome Unknown', stay: 'Needs Correction, Failed' },
  'lose sight': { 'Outcome Unknown': 'Awaiting Funds, Sending', stay: 'Needs Correction, Outcome Unknown, In Progress, Action Required, Completed' },
  'see pending': { 'In Progress': 'Awaiting Funds, On Hold, Sending, Outcome Unknown, Action Required', 'On Hold': 'Approved for Payout, Scheduled', stay: 'Needs Correction, In Progress, Completed, Failed, Returned, Cancelled' },
  'see payee must act': { 'Action Required': 'Awaiting Funds, On Hold, Sending, Outcome Unknown, In Progress', 'On Hold': 'Approved for Payout, Scheduled', stay: 'Needs Correction, Action Required, Completed, Failed, Returned, Cancelled' },
  'see transferred': {
    Completed: 'Draft, Submitted, Rejected, Recalled, Approved for Payout, Scheduled, Needs Correction, Awaiting Funds, On Hold, Sending, Outcome Unknown, In Progress, Action Required, Failed, Cancelled',
    stay: 'Completed, Returned',
  },
  'see unfunded': { 'Awaiting Funds': 'On Hold, Sending, Outcome Unknown, In Progress, Action Required', stay: 'Needs Correction, Awaiting Funds, Completed, Failed, Returned, Cancelled' },
  'see cancelled': { Failed: 'On Hold, Sending, Outcome Unknown, In Progress, Action Required', stay: 'Needs Correction, Awaiting Funds, Completed, Failed, Returned, Cancelled' },
  'see returned': { Returned: 'Awaiting Funds, On Hold, Sending, Outcome Unknown, In Progress, Action Required, Completed, Failed', stay: 'Returned, Cancelled' },
  miss: { stay: 'Draft, Submitted, Rejected, Recalled, Needs Correction, Awaiting Funds, On Hold, Sending, Outcome Unknown, In Progress, Action Required, Completed, Failed, Returned, Cancelled' },
  'give up': { 'On Hold': 'Approved for Payout, Scheduled, Awaiting Funds, Outcome Unknown, In Progress, Action Required', stay: 'Draft, Submitted, Rejected, Recalled, Needs Correction, On Hold, Completed, Failed, Returned, Cancelled' },
};
const cellByEvent = (event: PayoutEvent, state: PayoutState): string => Object.entries(byEvent[event]).find(([, from]) => from.split(', ').includes(state))?.[0] ?? 'never';
