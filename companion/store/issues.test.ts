import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openIssues, type Issues, type NewIssue } from './issues.ts';
import { openOutbox, type Outbox } from './outbox.ts';
import { heardWake } from './test-heard-wake.ts';
import { openLedgerStore } from './test-ledger-store.ts';

const now = Date.parse('2026-11-18T10:30:00Z');
const writeDelayMs = 250;
const trouble: NewIssue = { kind: 'dead letter', source: 'payer/payout', severity: 'Warning', summary: 'A letter', detail: 'It is not readable.' };
const key = 'dead letter:payer/payout:2026-11-18T10';
const row = {
  key, kind: 'dead letter', source: 'payer/payout', severity: 'Warning', status: 'Open', count: 1, firstAt: now, lastAt: now, summary: 'A letter', detail: 'It is not readable.', excerpt: '',
  requestId: null, letterId: null, clearsAction: false, actionClearedAt: null, answeredAction: null, answeredAt: null,
};
let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let outbox: Outbox;
let issues: Issues;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(async () => {
  opened.clock.at = now;
  await opened.database.script('delete from issue; delete from outbox');
  outbox = openOutbox(opened.database, heardWake().wake);
  issues = openIssues(opened.database, outbox, opened.tools.now, writeDelayMs);
});
afterAll(() => opened.close());

const passed = (ms: number): void => void (opened.clock.at += ms);
/** When each issue is told to the books, from the beginning of the test. */
const told = () => opened.database.query("select key, due_at - $1::bigint as due from outbox where kind = 'issue' order by key", [now]);
/** The books took everything. */
const writeAll = async (): Promise<void> => outbox.done(await outbox.take(now + 1_000_000_000, 100));

describe('an issue', () => {
  it('is told of soon, with all that is known of it', async () => {
    expect(await issues.raise(trouble)).toBe(key);
    expect(await issues.byKeys([key])).toEqual([row]);
    expect(await told()).toEqual([{ key, due: writeDelayMs }]);
    const more = { ...trouble, source: 'lane', severity: 'Critical', by: 3, summary: 'x'.repeat(256), excerpt: '…', requestId: 'a02', letterId: 7 } as const;
    const another = 'dead letter:lane:2026-11-18T10';
    expect(await issues.raise(more)).toBe(another);
    expect(await issues.byKeys([another, 'none'])).toEqual([{ ...row, key: another, source: 'lane', severity: 'Critical', count: 3, summary: 'x'.repeat(255), excerpt: '…', requestId: 'a02', letterId: 7 }]);
    expect(await told()).toEqual([{ key: another, due: writeDelayMs }, { key, due: writeDelayMs }]);
    expect(await issues.byKeys([])).toEqual([]);
  });

  it('that comes again within the hour is counted, says what it says now, is open, and told of after a minute', async () => {
    await issues.raise(trouble);
    await writeAll();
    await issues.settle(key, 'Resolved', 'Retry 005');
    await writeAll();
    passed(1_000);
    expect(await issues.raise({ ...trouble, by: 4, severity: 'Critical', summary: 'Another', detail: 'Nor is this.', excerpt: '…', requestId: 'a02', letterId: 7 })).toBe(key);
    expect(await issues.byKeys([key])).toEqual([{ ...row, count: 5, lastAt: now + 1_000, detail: 'Nor is this.', clearsAction: true, answeredAction: 'Retry 005', answeredAt: now }]);
    expect(await told()).toEqual([{ key, due: 61_000 }]);
  });

  it('in the next hour is another one', async () => {
    await issues.raise(trouble);
    passed(1_800_000);
    expect(await issues.raise(trouble)).toBe('dead letter:payer/payout:2026-11-18T11');
    expect((await issues.open()).map(({ firstAt }) => firstAt)).toEqual([now + 1_800_000, now]);
  });

  it('is open until it is resolved or discarded; the latest comes first', async () => {
    const keys = [];
    for (const source of ['a', 'b', 'c', 'd']) {
      keys.push(await issues.raise({ ...trouble, source }));
      passed(1);
    }
    for (const [nth, status] of (['Resolved', 'Retrying', 'Discarded', 'Open'] as const).entries()) await issues.settle(keys[nth] ?? '', status, 'wish');
    expect((await issues.open()).map(({ source, status }) => [source, status])).toEqual([['d', 'Open'], ['b', 'Retrying']]);
  });

  it('is not there without the note that it must be told', async () => {
    const failing = openIssues(opened.database, { ...outbox, add: () => Promise.reject(new Error('no')) }, opened.tools.now, writeDelayMs);
    await expect(failing.raise(trouble)).rejects.toThrow('no');
    expect(await issues.open()).toEqual([]);
    await issues.raise(trouble);
    for (const change of [failing.settle(key, 'Resolved', 'wish'), failing.answer(key, 'why', 'wish'), failing.mend('dead letter', 'payer/payout')]) await expect(change).rejects.toThrow('no');
    expect(await issues.byKeys([key])).toEqual([row]);
  });
});

describe('a wish on an issue', () => {
  beforeEach(async () => {
    await issues.raise(trouble);
    await issues.raise({ ...trouble, source: 'another' });
    await writeAll();
    passed(40);
  });

  it('is granted, and told at once', async () => {
    await issues.settle(key, 'Discarded', 'Discard 005');
    expect(await issues.byKeys([key])).toEqual([{ ...row, status: 'Discarded', clearsAction: true, answeredAction: 'Discard 005', answeredAt: now + 40 }]);
    expect(await told()).toEqual([{ key, due: 40 }]);
    expect(await issues.open()).toMatchObject([{ source: 'another', clearsAction: false }]);
  });

  it('is answered with the reason why not, before what was said, and told at once', async () => {
    await issues.answer(key, 'Nobody can.', 'Retry 005');
    expect(await issues.byKeys([key])).toEqual([{ ...row, detail: 'Nobody can.\nIt is not readable.', clearsAction: true, answeredAction: 'Retry 005', answeredAt: now + 40 }]);
    expect(await told()).toEqual([{ key, due: 40 }]);
    expect(await issues.open()).toContainEqual({ ...row, key: 'dead letter:another:2026-11-18T10', source: 'another' });
  });

  it('is cleared in the books when they took the answer, and nothing newer waits to be told', async () => {
    const another = 'dead letter:another:2026-11-18T10';
    await issues.settle(key, 'Retrying', 'Retry 005');
    passed(1);
    await issues.clearFlags([]);
    await issues.clearFlags([key]);
    expect(await issues.byKeys([key])).toMatchObject([{ clearsAction: true, actionClearedAt: null }]);
    await writeAll();
    await outbox.add('request', [key], now);
    await outbox.add('issue', ['unheard'], now);
    await issues.clearFlags([key, another]);
    expect(await issues.byKeys([key])).toEqual([{ ...row, status: 'Retrying', actionClearedAt: now + 41, answeredAction: 'Retry 005', answeredAt: now + 40 }]);
    expect(await issues.byKeys([another])).toMatchObject([{ actionClearedAt: null }]);
    passed(1);
    await issues.clearFlags([key]);
    expect(await issues.byKeys([key])).toMatchObject([{ actionClearedAt: now + 41 }]);
  });

  it('of one issue is not cleared with that of another', async () => {
    await issues.settle(key, 'Retrying', 'Retry 005');
    await writeAll();
    await issues.clearFlags(['dead letter:another:2026-11-18T10']);
    expect(await issues.byKeys([key])).toMatchObject([{ clearsAction: true, actionClearedAt: null }]);
  });

  it('that no longer stands in the books is not cleared there', async () => {
    await issues.settle(key, 'Retrying', 'Retry 005');
    await issues.forgetAnswers(['none']);
    expect(await issues.byKeys([key])).toMatchObject([{ clearsAction: true }]);
    expect(await issues.forgetAnswers([key])).toBeUndefined();
    expect(await issues.byKeys([key])).toEqual([{ ...row, status: 'Retrying', answeredAction: 'Retry 005', answeredAt: now + 40 }]);
  });
});

describe('trouble that is over by itself', () => {
  it('resolves its open issues of this kind and source, in whatever hour they were raised, and they are told soon', async () => {
    const keys: string[] = [];
    const raise = async (kind: string, source: string): Promise<void> => void keys.push(await issues.raise({ ...trouble, kind, source }));
    for (const [kind, source] of [['slow', 'a'], ['slow', 'b'], ['late', 'a'], ['slow', 'c']] as const) await raise(kind, source);
    passed(3_600_000);
    for (const source of ['a', 'c']) await raise('slow', source);
    await issues.settle(keys[4] ?? '', 'Retrying', 'wish');
    await issues.settle(keys[3] ?? '', 'Discarded', 'wish');
    await writeAll();
    await issues.mend('slow', 'a');
    await issues.mend('slow', 'nobody');
    expect(Object.fromEntries((await issues.byKeys(keys)).map(({ key: one, status }) => [one, status]))).toEqual(Object.fromEntries(keys.map((one, nth) => [one, ['Resolved', 'Open', 'Open', 'Discarded', 'Resolved', 'Open'][nth]])));
    expect(await told()).toEqual([{ key: keys[0], due: 3_600_250 }, { key: keys[4], due: 3_600_250 }]);
    await writeAll();
    await issues.mend('slow', 'c');
    expect(await told()).toEqual([{ key: keys[5], due: 3_600_250 }]);
    expect(await issues.byKeys([keys[3] ?? ''])).toMatchObject([{ status: 'Discarded' }]);
  });
});

describe('issues of a store that was lost', () => {
  const shown = { key: 'slow:a:2026-11-01T08', problem: 'slow', source: 'a', severity: 'Info', count: 12, firstSeen: '2026-11-01T08:00:00Z', lastSeen: '2026-11-01T08:30:00.000+0000', summary: 'Slow', detail: 'Since eight.', excerpt: '…', requestId: 'a02' } as const;

  it('are kept as the books show them, and those that are known are left as they are', async () => {
    await issues.raise(trouble);
    await issues.adopt([shown, { ...shown, key }, { ...shown, key: 'slow:b:2026-11-01T08', source: 'b', firstSeen: '', lastSeen: 'lately', requestId: undefined }]);
    const kept = { ...row, key: shown.key, kind: 'slow', source: 'a', severity: 'Info', count: 12, firstAt: Date.parse('2026-11-01T08:00:00Z'), lastAt: Date.parse('2026-11-01T08:30:00Z'), summary: 'Slow', detail: 'Since eight.', excerpt: '…', requestId: 'a02' };
    expect(await issues.byKeys([shown.key])).toEqual([kept]);
    expect(await issues.byKeys(['slow:b:2026-11-01T08'])).toEqual([{ ...kept, key: 'slow:b:2026-11-01T08', source: 'b', firstAt: now, lastAt: now, requestId: null }]);
    expect(await issues.byKeys([key])).toEqual([row]);
    expect(await told()).toEqual([{ key, due: writeDelayMs }]);
    await issues.adopt([]);
  });
});
