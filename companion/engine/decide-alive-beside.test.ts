import { describe, expect, it } from '@jest/globals';
import type { RequestedAction } from '../connectors/connector.ts';
import type { AttemptRow, Payment } from '../store/ledger-rows.ts';
import { decide } from './decide.ts';
import { attemptRow, paymentRow } from './test-rows.ts';

const decided = (action: string, rows: readonly AttemptRow[], state: Payment['state'] = 'On Hold') =>
  decide({ requestId: 'a0X000000000001AAA', action, reason: 'looked', byId: 'person', interested: [], approved: true, status: state } satisfies RequestedAction, paymentRow({ state, attempt: 2 }), rows);
const alive = attemptRow({ stage: 'settled', revived: true, providerStatus: 'pending' });
const later = attemptRow({ stage: 'unknown', number: 2, reference: 'a0X000000000001AAA-02' });

describe('an earlier attempt that is on its way although it was closed, beside a later one whose outcome nobody knows', () => {
  it('is what a Cancel stops and what keeps a new attempt back', () => {
    expect(decided('Cancel', [alive, later])).toMatchObject({ cancels: alive });
    expect(decided('Re-initiate', [alive, later])).toMatchObject({ asks: alive });
    expect(decided('Retry', [alive, later])).toMatchObject({ asks: later });
  });

  it('comes after the later one where that is at the provider too, or may still be stopped there', () => {
    const known = { ...later, stage: 'accepted', providerStatus: 'pending' } as const;
    expect(decided('Cancel', [alive, known])).toMatchObject({ cancels: known });
    expect(decided('Cancel', [alive, later], 'Outcome Unknown')).toMatchObject({ cancels: later });
  });

  it('is nothing to stop once the provider has cancelled it: the later one is given up', () => {
    expect(decided('Cancel', [{ ...alive, providerStatus: 'cancelled' }, later])).toMatchObject({ event: 'cancel', closes: later });
  });
});
