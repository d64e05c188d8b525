import { describe, expect, it } from '@jest/globals';
import type { RequestedAction } from '../connectors/connector.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { decide } from './decide.ts';
import { attemptRow, paymentRow } from './test-rows.ts';

describe.each(['Rejected', 'Recalled'])('a wish about what the books show as %s', (status) => {
  const decided = (action: string, own: readonly AttemptRow[] = []) =>
    decide({ requestId: 'a0X000000000001AAA', action, reason: 'looked', byId: 'person', interested: [], approved: true, status } satisfies RequestedAction, paymentRow({}), own);

  it.each(['Hold', 'Release', 'Retry', 'Re-initiate'])('(%s) sends it back to be corrected, whatever stamp stands there: once held, a release would pay it', (action) => {
    expect(decided(action)).toEqual({ event: 'correct', reason: `No approval stands, it is ${status}: correct it and submit it again. ${action} by person: looked`, patch: { clearsApproval: true } });
    expect(decided(action, [attemptRow({ stage: 'settled' })])).toMatchObject({ event: 'correct' });
  });

  it.each(['Hold', 'Release', 'Retry', 'Re-initiate'])('(%s) does not where something is under way, or was paid', (action) => {
    expect(decided(action, [attemptRow()]).event).not.toBe('correct');
    expect(decided(action, [attemptRow({ stage: 'settled', transferredAt: 5 })]).event).not.toBe('correct');
  });

  it('(Cancel) gives it up', () => expect(decided('Cancel').event).toBe('cancel'));
});
