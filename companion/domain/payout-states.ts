/**
 * The life of a Payment Request: states × events, no empty cell. Tests, the Status__c picklist, the fence in the books and the
 * documents are checked against this table. A cell is the next state, 'stay' (legal, nothing changes: late, doubled and reordered
 * news ends here) or 'never' (must not happen: refused, and an alert is raised).
 */
export const payoutStates = [
  'Draft',
  'Submitted',
  'Rejected',
  'Recalled',
  'Approved for Payout',
  'Scheduled',
  'Needs Correction',
  'Awaiting Funds',
  'On Hold',
  'Sending',
  'Outcome Unknown',
  'In Progress',
  'Action Required',
  'Completed',
  'Failed',
  'Returned',
  'Cancelled',
] as const;
export type PayoutState = (typeof payoutStates)[number];

export const payoutEvents = [
  'submit', // a person starts the approval
  'approve', // the approval process ended well, with a new stamp
  'reject', // the approver said no
  'recall', // the submitter took it back
  'hold', // a check or a person stops it until a person looks
  'release', // a person with a reason lets it go on
  'cancel', // a person gives it up before anything was sent
  'reinitiate', // a person with a reason asks for a new attempt
  'correct', // the data is wrong: back to a person, the approval is void
  'schedule', // its payout date, or the departure of its account's schedule, lies ahead
  'fall due', // that time has come
  'run short', // the money does not suffice now
  'reserve', // the books accepted the reservation
  'withdraw', // the reservation was never made, so nothing can have been sent
  'accept', // the provider took the submission
  'refuse', // the provider refused it in its own words
  'lose sight', // the outcome of the call is unknown
  'see pending', // a sighting says it is on its way
  'see payee must act', // a sighting says the payee has to do something
  'see transferred', // a sighting says the money is there
  'see unfunded', // a confirmed sighting says cancelled for lack of funds
  'see cancelled', // a confirmed sighting says cancelled for another reason
  'see returned', // the money came back after it had been there
  'miss', // the provider does not know the reference (yet)
  'give up', // asked long enough: a person must look
] as const;
export type PayoutEvent = (typeof payoutEvents)[number];

export type Cell = PayoutState | 'stay' | 'never';

export const payoutTable: Readonly<Record<PayoutState, Readonly<Record<PayoutEvent, Cell>>>> = {
  Draft: {
    submit: 'Submitted', approve: 'never', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'never', cancel: 'Cancelled', reinitiate: 'never', correct: 'never', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'never',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'never', 'see payee must act': 'never', 'see transferred': 'Completed',
    'see unfunded': 'never', 'see cancelled': 'never', 'see returned': 'never', miss: 'stay', 'give up': 'stay',
  },
  Submitted: {
    submit: 'stay', approve: 'Approved for Payout', reject: 'Rejected', recall: 'Recalled', hold: 'never',
    release: 'never', cancel: 'never', reinitiate: 'never', correct: 'never', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'never',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'never', 'see payee must act': 'never', 'see transferred': 'Completed',
    'see unfunded': 'never', 'see cancelled': 'never', 'see returned': 'never', miss: 'stay', 'give up': 'stay',
  },
  Rejected: {
    submit: 'Submitted', approve: 'never', reject: 'stay', recall: 'never', hold: 'never',
    release: 'never', cancel: 'Cancelled', reinitiate: 'never', correct: 'never', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'never',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'never', 'see payee must act': 'never', 'see transferred': 'Completed',
    'see unfunded': 'never', 'see cancelled': 'never', 'see returned': 'never', miss: 'stay', 'give up': 'stay',
  },
  Recalled: {
    submit: 'Submitted', approve: 'never', reject: 'never', recall: 'stay', hold: 'never',
    release: 'never', cancel: 'Cancelled', reinitiate: 'never', correct: 'never', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'never',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'never', 'see payee must act': 'never', 'see transferred': 'Completed',
    'see unfunded': 'never', 'see cancelled': 'never', 'see returned': 'never', miss: 'stay', 'give up': 'stay',
  },
  'Approved for Payout': {
    submit: 'never', approve: 'stay', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'stay', cancel: 'Cancelled', reinitiate: 'never', correct: 'Needs Correction', schedule: 'Scheduled',
    'fall due': 'stay', 'run short': 'Awaiting Funds', reserve: 'Sending', withdraw: 'stay', accept: 'never',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'On Hold', 'see payee must act': 'On Hold', 'see transferred': 'Completed',
    'see unfunded': 'never', 'see cancelled': 'never', 'see returned': 'never', miss: 'never', 'give up': 'On Hold',
  },
  Scheduled: {
    submit: 'never', approve: 'stay', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'stay', cancel: 'Cancelled', reinitiate: 'never', correct: 'Needs Correction', schedule: 'stay',
    'fall due': 'Approved for Payout', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'never',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'On Hold', 'see payee must act': 'On Hold', 'see transferred': 'Completed',
    'see unfunded': 'never', 'see cancelled': 'never', 'see returned': 'never', miss: 'never', 'give up': 'On Hold',
  },
  'Needs Correction': {
    submit: 'Submitted', approve: 'Approved for Payout', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'never', cancel: 'Cancelled', reinitiate: 'never', correct: 'stay', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'stay',
    refuse: 'stay', 'lose sight': 'stay', 'see pending': 'stay', 'see payee must act': 'stay', 'see transferred': 'Completed',
    'see unfunded': 'stay', 'see cancelled': 'stay', 'see returned': 'never', miss: 'stay', 'give up': 'stay',
  },
  'Awaiting Funds': {
    submit: 'never', approve: 'stay', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'stay', cancel: 'Cancelled', reinitiate: 'never', correct: 'Needs Correction', schedule: 'never',
    'fall due': 'never', 'run short': 'stay', reserve: 'Sending', withdraw: 'stay', accept: 'In Progress',
    refuse: 'Failed', 'lose sight': 'Outcome Unknown', 'see pending': 'In Progress', 'see payee must act': 'Action Required', 'see transferred': 'Completed',
    'see unfunded': 'stay', 'see cancelled': 'stay', 'see returned': 'Returned', miss: 'stay', 'give up': 'On Hold',
  },
  'On Hold': {
    submit: 'never', approve: 'Approved for Payout', reject: 'never', recall: 'never', hold: 'stay',
    release: 'Approved for Payout', cancel: 'Cancelled', reinitiate: 'Approved for Payout', correct: 'Needs Correction', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'In Progress',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'In Progress', 'see payee must act': 'Action Required', 'see transferred': 'Completed',
    'see unfunded': 'Awaiting Funds', 'see cancelled': 'Failed', 'see returned': 'Returned', miss: 'stay', 'give up': 'stay',
  },
  Sending: {
    submit: 'never', approve: 'never', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'never', cancel: 'never', reinitiate: 'never', correct: 'Needs Correction', schedule: 'never',
    'fall due': 'never', 'run short': 'Awaiting Funds', reserve: 'stay', withdraw: 'Approved for Payout', accept: 'In Progress',
    refuse: 'Failed', 'lose sight': 'Outcome Unknown', 'see pending': 'In Progress', 'see payee must act': 'Action Required', 'see transferred': 'Completed',
    'see unfunded': 'Awaiting Funds', 'see cancelled': 'Failed', 'see returned': 'Returned', miss: 'stay', 'give up': 'never',
  },
  'Outcome Unknown': {
    submit: 'never', approve: 'never', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'never', cancel: 'never', reinitiate: 'never', correct: 'Needs Correction', schedule: 'never',
    'fall due': 'never', 'run short': 'Awaiting Funds', reserve: 'never', withdraw: 'never', accept: 'In Progress',
    refuse: 'Failed', 'lose sight': 'stay', 'see pending': 'In Progress', 'see payee must act': 'Action Required', 'see transferred': 'Completed',
    'see unfunded': 'Awaiting Funds', 'see cancelled': 'Failed', 'see returned': 'Returned', miss: 'stay', 'give up': 'On Hold',
  },
  'In Progress': {
    submit: 'never', approve: 'never', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'never', cancel: 'never', reinitiate: 'never', correct: 'Needs Correction', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'stay',
    refuse: 'never', 'lose sight': 'stay', 'see pending': 'stay', 'see payee must act': 'Action Required', 'see transferred': 'Completed',
    'see unfunded': 'Awaiting Funds', 'see cancelled': 'Failed', 'see returned': 'Returned', miss: 'stay', 'give up': 'On Hold',
  },
  'Action Required': {
    submit: 'never', approve: 'never', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'never', cancel: 'never', reinitiate: 'never', correct: 'Needs Correction', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'stay',
    refuse: 'never', 'lose sight': 'stay', 'see pending': 'In Progress', 'see payee must act': 'stay', 'see transferred': 'Completed',
    'see unfunded': 'Awaiting Funds', 'see cancelled': 'Failed', 'see returned': 'Returned', miss: 'stay', 'give up': 'On Hold',
  },
  Completed: {
    submit: 'never', approve: 'never', reject: 'never', recall: 'never', hold: 'never',
    release: 'never', cancel: 'never', reinitiate: 'never', correct: 'never', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'stay',
    refuse: 'never', 'lose sight': 'stay', 'see pending': 'stay', 'see payee must act': 'stay', 'see transferred': 'stay',
    'see unfunded': 'stay', 'see cancelled': 'stay', 'see returned': 'Returned', miss: 'stay', 'give up': 'stay',
  },
  Failed: {
    submit: 'never', approve: 'never', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'never', cancel: 'Cancelled', reinitiate: 'Approved for Payout', correct: 'never', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'stay',
    refuse: 'stay', 'lose sight': 'never', 'see pending': 'stay', 'see payee must act': 'stay', 'see transferred': 'Completed',
    'see unfunded': 'stay', 'see cancelled': 'stay', 'see returned': 'Returned', miss: 'stay', 'give up': 'stay',
  },
  Returned: {
    submit: 'never', approve: 'never', reject: 'never', recall: 'never', hold: 'On Hold',
    release: 'never', cancel: 'never', reinitiate: 'Approved for Payout', correct: 'never', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'stay',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'stay', 'see payee must act': 'stay', 'see transferred': 'stay',
    'see unfunded': 'stay', 'see cancelled': 'stay', 'see returned': 'stay', miss: 'stay', 'give up': 'stay',
  },
  Cancelled: {
    submit: 'never', approve: 'never', reject: 'never', recall: 'never', hold: 'never',
    release: 'never', cancel: 'stay', reinitiate: 'never', correct: 'never', schedule: 'never',
    'fall due': 'never', 'run short': 'never', reserve: 'never', withdraw: 'never', accept: 'never',
    refuse: 'never', 'lose sight': 'never', 'see pending': 'stay', 'see payee must act': 'stay', 'see transferred': 'Completed',
    'see unfunded': 'stay', 'see cancelled': 'stay', 'see returned': 'stay', miss: 'stay', 'give up': 'stay',
  },
};

/** Where a payment goes when something happens to it; 'never' when the table forbids it. */
export function nextState(state: PayoutState, event: PayoutEvent): PayoutState | 'never' {
  const cell = payoutTable[state][event];
  return cell === 'stay' ? state : cell;
}

/** Approved, and nothing of it has left: it waits for its turn, its day or funds. */
export const waitingStates = ['Approved for Payout', 'Scheduled', 'Awaiting Funds'] as const satisfies readonly PayoutState[];
export const isWaiting = (state: PayoutState): boolean => (waitingStates as readonly PayoutState[]).includes(state);

/** An attempt is open: money fields are frozen and nothing new may be sent for the request. */
export const openStates = ['Sending', 'Outcome Unknown', 'In Progress', 'Action Required'] as const satisfies readonly PayoutState[];

/** The journey has ended unless the money itself moves again. */
export const finalStates = ['Completed', 'Failed', 'Returned', 'Cancelled'] as const satisfies readonly PayoutState[];
