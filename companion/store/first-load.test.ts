import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LoadRow } from './first-load.ts';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('with rows as (delete from first_load), findings as (delete from first_load_finding) delete from first_load_recipient'));
afterAll(() => opened.close());

const since = '2026-01-01T00:00:00.000Z';
const fresh = { since, state: 'waiting', exportId: null, place: null, exports: 0, looks: 0, read: 0, known: 0, unreadable: 0, readingSince: null, readBefore: 0, readAt: null };
/** Both parts, of 10 payments and 20 recipients. */
async function begun() {
  const { firstLoad } = opened.store;
  await firstLoad.begin([{ part: 'recipients', since, expected: 20 }, { part: 'ended', since, expected: 10 }], 1_000);
  return firstLoad;
}
const page = (more: object = {}) => ({ rows: 4, known: 2, unreadable: 1, next: 'p2' as string | undefined, at: 5_000, ...more });
/** Payments that are being read, since 3,000. */
async function reading() {
  const firstLoad = await begun();
  await firstLoad.ordered('ended', 'e1');
  await firstLoad.ready('ended', 8, 3_000);
  return firstLoad;
}
const ended = async (): Promise<LoadRow | undefined> => opened.store.firstLoad.part('ended');

describe('what is read once from the books', () => {
  it('begins with every part waiting, and a part that is known stays as it is', async () => {
    const firstLoad = await begun();
    const parts = [{ ...fresh, part: 'ended', expected: 10 }, { ...fresh, part: 'recipients', expected: 20 }];
    expect(await firstLoad.parts()).toEqual(parts);
    await firstLoad.begin([{ part: 'ended', since: '2025-01-01T00:00:00.000Z', expected: 99 }], 2_000);
    expect(await firstLoad.parts()).toEqual(parts);
    expect(await firstLoad.part('recipients', 'for update')).toEqual(parts[1]);
  });

  it('has no part before it begins, and then nothing to wait for', async () => {
    const { firstLoad } = opened.store;
    expect([await firstLoad.parts(), await ended(), await firstLoad.pending()]).toEqual([[], undefined, false]);
  });

  it('keeps payments waiting until the ended ones are read, whatever the recipients are', async () => {
    const firstLoad = await begun();
    expect(await firstLoad.pending()).toBe(true);
    await firstLoad.ordered('ended', 'e1');
    expect(await firstLoad.pending()).toBe(true);
    await firstLoad.ready('ended', 8, 3_000);
    expect(await firstLoad.pending()).toBe(true);
    await firstLoad.advance('ended', page({ next: undefined }));
    expect([(await ended())?.state, await firstLoad.pending()]).toEqual(['read', false]);
    await firstLoad.reported('ended');
    expect([(await ended())?.state, await firstLoad.pending()]).toEqual(['done', false]);
    expect(await firstLoad.part('recipients')).toEqual({ ...fresh, part: 'recipients', expected: 20 });
  });
});

describe('an export', () => {
  it('is ordered where none is, looked for, and read from when it is ready', async () => {
    const firstLoad = await begun();
    await firstLoad.ready('ended', 8, 2_000);
    expect(await ended()).toEqual({ ...fresh, part: 'ended', expected: 10 });
    await firstLoad.ordered('ended', 'e1');
    await firstLoad.ordered('ended', 'e2');
    for (const _ of [1, 2]) await firstLoad.looked('ended');
    expect(await ended()).toEqual({ ...fresh, part: 'ended', expected: 10, state: 'preparing', exportId: 'e1', exports: 1, looks: 2 });
    await firstLoad.ready('ended', 8, 3_000);
    expect(await ended()).toEqual({ ...fresh, part: 'ended', expected: 8, state: 'reading', exportId: 'e1', exports: 1, looks: 2, readingSince: 3_000 });
    expect(await firstLoad.part('recipients')).toEqual({ ...fresh, part: 'recipients', expected: 20 });
  });

  it('is read page by page, to its last', async () => {
    const firstLoad = await reading();
    await firstLoad.advance('ended', page());
    const first = { ...fresh, part: 'ended', expected: 8, state: 'reading', exportId: 'e1', place: 'p2', exports: 1, read: 4, known: 2, unreadable: 1, readingSince: 3_000 };
    expect(await ended()).toEqual(first);
    await firstLoad.reported('ended');
    expect(await ended()).toEqual(first);
    await firstLoad.advance('ended', page({ rows: 5, known: 1, unreadable: 0, next: undefined, at: 6_000 }));
    expect(await ended()).toEqual({ ...first, expected: 9, state: 'read', place: null, read: 9, known: 3, readAt: 6_000 });
    expect((await firstLoad.part('recipients'))?.read).toBe(0);
  });

  it('that is no good any more is dropped, and the next begins at the beginning', async () => {
    const firstLoad = await reading();
    await firstLoad.advance('ended', page());
    const before = await ended();
    await firstLoad.dropExport('ended', 'another');
    await firstLoad.dropExport('recipients', 'e1');
    expect(await ended()).toEqual(before);
    await firstLoad.dropExport('ended', 'e1');
    expect(await ended()).toEqual({ ...before, state: 'waiting', exportId: null, place: null });
    await firstLoad.looked('ended');
    await firstLoad.ordered('ended', 'e2');
    expect(await ended()).toEqual({ ...fresh, part: 'ended', expected: 8, state: 'preparing', exportId: 'e2', exports: 2 });
    await firstLoad.dropExport('ended', 'e2');
    expect((await ended())?.state).toBe('waiting');
  });

  it('that was read to its end is dropped no more', async () => {
    const firstLoad = await reading();
    await firstLoad.advance('ended', page({ next: undefined }));
    await firstLoad.dropExport('ended', 'e1');
    expect((await ended())?.state).toBe('read');
  });

  it('a process goes on with measures its own pace', async () => {
    const firstLoad = await reading();
    await firstLoad.advance('ended', page());
    await firstLoad.ordered('recipients', 'e3');
    await firstLoad.resumed(9_000);
    expect(await ended()).toMatchObject({ read: 4, readBefore: 4, readingSince: 9_000 });
    expect(await firstLoad.part('recipients')).toMatchObject({ readingSince: null });
  });
});

describe('what was noticed', () => {
  it('is kept once of each record and kind, as it was noticed last, in order', async () => {
    const { firstLoad } = opened.store;
    await firstLoad.note([{ recordId: 'b', finding: 'odd', value: '1' }, { recordId: 'a', finding: 'odd', value: '2' }, { recordId: 'a', finding: 'even', value: '3' }]);
    await firstLoad.note([{ recordId: 'b', finding: 'odd', value: '4' }]);
    const all = [{ recordId: 'a', finding: 'even', value: '3' }, { recordId: 'a', finding: 'odd', value: '2' }, { recordId: 'b', finding: 'odd', value: '4' }];
    expect(await firstLoad.findings()).toEqual(all);
    expect(await firstLoad.findings('odd')).toEqual(all.slice(1));
    expect(await firstLoad.findings(undefined, 2)).toEqual(all.slice(0, 2));
    expect(await firstLoad.findings('none')).toEqual([]);
    expect(await firstLoad.counts()).toEqual([{ finding: 'even', count: 1 }, { finding: 'odd', count: 2 }]);
  });

  it('names those who share a payee, whatever was noticed of them already, and forgets the keys', async () => {
    const { firstLoad } = opened.store;
    await firstLoad.keepRecipients([{ id: 'r1', payeeKey: 'K:A', folded: 'k:a' }, { id: 'r2', payeeKey: 'K:B', folded: 'k:b' }]);
    await firstLoad.keepRecipients([{ id: 'r3', payeeKey: 'k:a', folded: 'k:a' }, { id: 'r1', payeeKey: 'K:B', folded: 'k:b' }]);
    expect([await firstLoad.recipientsKnown(['r1', 'r3', 'r4']), await firstLoad.recipientsKnown([])]).toEqual([2, 0]);
    await firstLoad.note([{ recordId: 'r3', finding: 'twin', value: 'seen' }]);
    await firstLoad.noteTwins('twin');
    expect(await firstLoad.findings()).toEqual([{ recordId: 'r1', finding: 'twin', value: 'K:A' }, { recordId: 'r3', finding: 'twin', value: 'seen' }]);
    expect(await firstLoad.recipientsKnown(['r1', 'r2', 'r3'])).toBe(0);
  });
});
