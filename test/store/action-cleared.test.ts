import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IssueAction, Payouts, RequestedAction } from '../../companion/connectors/connector.ts';
import { carryOut, carryOutGranted } from '../../companion/engine/carry-out.ts';
import type { Office } from '../../companion/engine/office.ts';
import { settleIssues } from '../../companion/engine/settle-issues.ts';
import { openLedgerStore, paymentRow, requestId } from '../../companion/store/test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let office: Office;
let nth = 0;
let id: string;
const holdOf = (): RequestedAction => ({ requestId: id, status: 'Approved for Payout', action: 'Hold', reason: 'Wait', byId: 'finance', approved: true, interested: [] });
const releaseOf = (): RequestedAction => ({ requestId: id, status: 'On Hold', action: 'Release', reason: 'Go on', byId: 'admin', approved: true, interested: [] });

beforeAll(async () => {
  opened = await openLedgerStore();
  // Only what carrying out a wish needs; nothing is asked of a provider here.
  office = { store: opened.store, tools: opened.tools, timing: { surveyQuietMs: 1, writeDelayMs: 1, unknownAsksMs: [1] } } as unknown as Office;
});
afterAll(() => opened.close());
beforeEach(async () => {
  id = requestId(++nth);
  await opened.store.ledger.takeUp([paymentRow(nth)]);
});

const carriedOut = async (action: RequestedAction, lookedAt: number): Promise<void> => carryOut(office, {} as Payouts, [action], lookedAt);
const audited = async (of = id): Promise<readonly string[]> => (await opened.store.db.query<{ action: string }>('select action from audit where request_id = $1 order by at, action', [of])).map(({ action }) => action);
const now = async () => (await opened.store.ledger.payments([id]))[0];

/** The books have taken everything that waits for them, as the write-back does it. */
async function writeBack(): Promise<void> {
  const { outbox, ledger, issues } = opened.store;
  const rows = await outbox.take(opened.clock.at + 1_000, 100);
  await outbox.done(rows);
  await carryOutGranted(office, rows.filter(({ kind }) => kind === 'request'));
  await ledger.clearFlags(rows.filter(({ kind }) => kind === 'request').map(({ key }) => key));
  await issues.clearFlags(rows.filter(({ kind }) => kind === 'issue').map(({ key }) => key));
}

describe('a wish on a record', () => {
  it('is not carried out a second time by a look that began before the books cleared it', async () => {
    const lookedAt = opened.clock.at;
    await carriedOut(holdOf(), lookedAt);
    await carriedOut(holdOf(), opened.clock.at += 10);
    expect(await audited()).toEqual(['Hold']);
    opened.clock.at += 10;
    await writeBack();
    expect(await now()).toMatchObject({ state: 'On Hold', clearsAction: false, actionClearedAt: opened.clock.at });
    await carriedOut(holdOf(), lookedAt + 5);
    expect(await audited()).toEqual(['Hold']);
    await carriedOut(releaseOf(), opened.clock.at += 10);
    expect([await audited(), (await now())?.state]).toEqual([['Hold'], 'On Hold']);
    opened.clock.at += 10;
    await writeBack();
    expect(await now()).toMatchObject({ state: 'Approved for Payout' });
    // Slow looks still show the first wish, and the second.
    await carriedOut(holdOf(), lookedAt);
    await carriedOut(releaseOf(), opened.clock.at);
    expect([await audited(), (await now())?.state]).toEqual([['Hold', 'Release'], 'Approved for Payout']);
  });

  it('is carried out before the one before it was cleared, and no slow look brings that one back', async () => {
    const lookedAt = opened.clock.at;
    await carriedOut(holdOf(), opened.clock.at += 10);
    await carriedOut(releaseOf(), lookedAt);
    expect(await audited()).toEqual(['Hold']);
    await carriedOut(releaseOf(), opened.clock.at += 10);
    await carriedOut(holdOf(), opened.clock.at);
    expect([await audited(), (await now())?.state]).toEqual([['Hold'], 'On Hold']);
    opened.clock.at += 10;
    await writeBack();
    expect([await audited(), (await now())?.state]).toEqual([['Hold', 'Release'], 'Approved for Payout']);
  });

  it('lets nothing go on that the books were not told of in the state it is in', async () => {
    await carriedOut(holdOf(), opened.clock.at);
    await carriedOut({ ...releaseOf(), status: 'Approved for Payout' }, opened.clock.at += 10);
    await writeBack();
    expect([await audited(), (await now())?.state]).toEqual([['Hold'], 'On Hold']);
  });

  it('takes effect when the clock was put back before the books were told', async () => {
    await carriedOut(holdOf(), opened.clock.at);
    opened.clock.at += 10;
    await writeBack();
    await carriedOut(releaseOf(), opened.clock.at += 10);
    const taken = await opened.store.outbox.take(opened.clock.at + 1_000, 100);
    opened.clock.at -= 600_000;
    await opened.store.outbox.done(taken);
    await carryOutGranted(office, taken.filter(({ kind }) => kind === 'request'));
    expect([await audited(), (await now())?.state]).toEqual([['Release', 'Hold'], 'Approved for Payout']);
    opened.clock.at += 600_000;
  });

  it('takes no effect that the books were not told of: what was granted while they were written to goes with the next', async () => {
    await carriedOut(holdOf(), opened.clock.at);
    opened.clock.at += 10;
    await writeBack();
    await opened.store.ledger.note(id, 'Something to tell', {});
    const taken = await opened.store.outbox.take(opened.clock.at + 1_000, 100);
    await carriedOut(releaseOf(), opened.clock.at += 10);
    await opened.store.outbox.done(taken);
    await carryOutGranted(office, taken.filter(({ kind }) => kind === 'request'));
    expect((await now())?.state).toBe('On Hold');
    await writeBack();
    expect((await now())?.state).toBe('Approved for Payout');
  });

  it('asked again after the books cleared the first is carried out again', async () => {
    await carriedOut(holdOf(), opened.clock.at);
    opened.clock.at += 10;
    await writeBack();
    await carriedOut(holdOf(), opened.clock.at + 1);
    expect(await audited()).toEqual(['Hold', 'Hold']);
  });

  it('counts as uncleared while something newer about the record still waits for the books', async () => {
    await carriedOut(holdOf(), opened.clock.at);
    const taken = await opened.store.outbox.take(opened.clock.at, 100);
    await opened.store.ledger.note(id, 'Something newer', {});
    await opened.store.outbox.done(taken);
    await opened.store.ledger.clearFlags([id]);
    expect(await now()).toMatchObject({ clearsAction: true, actionClearedAt: null });
    await writeBack();
    expect(await now()).toMatchObject({ clearsAction: false, actionClearedAt: opened.clock.at });
  });

  it('is not taken for cleared because an approval was', async () => {
    await opened.store.ledger.move([{ requestId: id, event: 'correct', reason: 'Wrong', patch: { clearsApproval: true } }]);
    await writeBack();
    expect(await now()).toMatchObject({ clearsApproval: false, actionClearedAt: null });
  });
});

describe('a wish on an issue', () => {
  it('is not carried out a second time by a look that began before the books cleared it', async () => {
    const { issues } = opened.store;
    await issues.raise({ kind: 'dead letter', source: 'payer/payout', severity: 'Warning', summary: 's', detail: 'd' });
    const [key = ''] = (await issues.open()).map((issue) => issue.key);
    const discard: IssueAction = { key, action: 'Discard', reason: 'Old news', byId: 'admin', shown: undefined };
    const lookedAt = opened.clock.at;
    await settleIssues(office, [discard], lookedAt);
    opened.clock.at += 10;
    await writeBack();
    await settleIssues(office, [discard], lookedAt);
    await settleIssues(office, [discard], opened.clock.at);
    expect(await audited(key)).toEqual([`Discard issue ${key}`]);
    await settleIssues(office, [discard], opened.clock.at + 1);
    expect(await audited(key)).toHaveLength(2);
  });
});
