import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Payouts, RequestedAction } from '../connectors/connector.ts';
import { carryOut } from './carry-out.ts';
import { idOf, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const cancel: RequestedAction = { requestId: idOf(1), action: 'Cancel', reason: 'looked', byId: 'person', status: 'In Progress', approved: true, interested: [] };

describe('a wish about what the books were told otherwise', () => {
  beforeEach(async () => {
    await bench.store.ledger.takeUp([newPayment(1)], 'Scheduled');
    await bench.query('delete from outbox');
    await bench.query('delete from timer');
  });

  it('waits for the sweep when nothing is left to tell, for another ledger told them', async () => {
    await carryOut(bench.office, {} as Payouts, [cancel], start);
    expect(await bench.timers()).toEqual({});
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Scheduled', clearsAction: false });
  });

  it('is looked at again when they were told, not before', async () => {
    const { store, office } = bench;
    await store.outbox.add('request', [idOf(1)], start + 60_000);
    await carryOut(office, {} as Payouts, [cancel], start);
    expect((await bench.timers())['survey']).toBe(start + 60_000 + office.timing.surveyQuietMs);
  });
});
