import { describe, expect, it } from '@jest/globals';
import type { RequestedAction } from '../connectors/connector.ts';
import type { AttemptRow, Payment } from '../store/ledger-rows.ts';
import { decide } from './decide.ts';
import { attemptRow, paymentRow } from './test-rows.ts';

const decided = (action: string, state: Payment['state'], row: AttemptRow) =>
  decide({ requestId: 'a0X000000000001AAA', action, reason: 'looked', byId: 'person', interested: [], approved: true, status: state } satisfies RequestedAction, paymentRow({ state, attempt: 1 }), [row]);
const timeline = [{ at: '2026-11-21T12:00:00.000Z', text: 'Asked 5 times, still not known to the provider: a person must look.' }];
const dropped = attemptRow({ missed: 5, timeline });

describe('what the provider said it took and has never shown since', () => {
  it('is given up by a person, or sent anew, when it is held for that', () => {
    expect(decided('Re-initiate', 'On Hold', dropped)).toMatchObject({ event: 'reinitiate', closes: dropped });
    expect(decided('Cancel', 'On Hold', dropped)).toMatchObject({ event: 'cancel', closes: dropped });
  });

  it.each<[string, Payment['state'], AttemptRow]>([
    ['it is not held for that', 'In Progress', dropped], ['the provider has shown it', 'On Hold', { ...dropped, providerStatus: 'pending' }], ['it was not asked for as long', 'On Hold', attemptRow({ missed: 4 })], ['it is alive after it was closed', 'On Hold', attemptRow({ stage: 'settled', revived: true, timeline })],
  ])('is asked of the provider first where %s', (_what, state, row) => {
    expect(decided('Cancel', state, row)).toMatchObject({ cancels: row });
    expect(decided('Re-initiate', state, row)).toMatchObject({ asks: row });
  });
});
