import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConsentRow } from './consents.ts';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let nth = 0;
beforeAll(async () => void (opened = await openLedgerStore()));
afterAll(() => opened.close());

const row = (more: Partial<ConsentRow> = {}): ConsentRow => ({ connection: `payer ${++nth}`, state: 'missing', detail: 'Give it.', link: 'https://companion.example/1', linkEndsAt: 5_000, ...more });

describe('a consent', () => {
  it('is read as it was noted', async () => {
    const { consents } = opened.store;
    const [second, first] = [row({ connection: 'b' }), row({ connection: 'a', state: 'given', link: null, linkEndsAt: null })];
    expect(await consents.all()).toEqual([]);
    expect([await consents.note(second), await consents.note(first)]).toEqual([true, true]);
    expect(await consents.all()).toEqual([first, second]);
    expect([await consents.read('b'), await consents.read('c')]).toEqual([second, undefined]);
  });

  it('that stands as before is no news', async () => {
    const { consents } = opened.store;
    const before = row();
    await consents.note(before);
    expect(await consents.note({ ...before, linkEndsAt: 9_000 })).toBe(false);
    expect(await consents.read(before.connection)).toEqual(before);
  });

  it.each<Partial<ConsentRow>>([{ state: 'refused' }, { detail: 'Another.' }, { link: null }])('that stands otherwise is news: %j', async (more) => {
    const { consents, db } = { ...opened.store, db: opened.database };
    const before = row();
    await consents.note(before);
    opened.clock.at += 1;
    const after = { ...before, linkEndsAt: 9_000, ...more };
    expect(await consents.note(after)).toBe(true);
    expect(await consents.read(before.connection)).toEqual(after);
    expect(await db.query('select at from consent where connection = $1', [before.connection])).toEqual([{ at: opened.clock.at }]);
  });
});

describe('a pass', () => {
  it('opened by an admin is good until it ends, however often it is asked', async () => {
    const { store: { consents }, clock } = opened;
    await consents.issue('p1', 'payer', 'link', 1_000);
    clock.at += 999;
    expect([await consents.honour('p1', 'payer', 'link'), await consents.honour('p1', 'payer', 'link')]).toEqual([true, true]);
    clock.at += 1;
    expect(await consents.honour('p1', 'payer', 'link')).toBe(false);
  });

  it('sent through the pages of the provider is good for one return', async () => {
    const { store: { consents }, clock } = opened;
    await consents.issue('p2', 'payer', 'state', 1_000);
    await consents.issue('p3', 'payer', 'state', 1_000);
    clock.at += 999;
    expect([await consents.honour('p2', 'payer', 'state'), await consents.honour('p2', 'payer', 'state')]).toEqual([true, false]);
    clock.at += 1;
    expect(await consents.honour('p3', 'payer', 'state')).toBe(false);
  });

  it.each(['link', 'state'] as const)('of the kind %s is good for its connection and kind only, and asking for another leaves it', async (kind) => {
    const { consents } = opened.store;
    await consents.issue('p4', 'payer', kind, 1_000);
    const wrong = [consents.honour('p4', 'another', kind), consents.honour('p4', 'payer', kind === 'link' ? 'state' : 'link'), consents.honour('p5', 'payer', kind)];
    expect(await Promise.all(wrong)).toEqual([false, false, false]);
    expect(await consents.honour('p4', 'payer', kind)).toBe(true);
    await consents.recall('payer');
  });

  it('leads nowhere once it is called back, and others of other connections still do', async () => {
    const { consents } = opened.store;
    await consents.issue('p6', 'payer', 'link', 1_000);
    await consents.issue('p7', 'payer', 'state', 1_000);
    await consents.issue('p8', 'another', 'link', 1_000);
    await consents.recall('payer');
    expect([await consents.honour('p6', 'payer', 'link'), await consents.honour('p7', 'payer', 'state'), await consents.honour('p8', 'another', 'link')]).toEqual([false, false, true]);
  });

  it('is kept as a hash, and no longer than until the next is issued after its end', async () => {
    const { store: { consents }, database, clock } = opened;
    const kept = async (): Promise<readonly object[]> => database.query("select hash, kind, ends_at::bigint - $1::bigint as left from consent_pass where connection = 'keeper' order by ends_at", [clock.at]);
    await consents.issue('abc', 'keeper', 'link', 1_000);
    const sha256OfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await kept()).toEqual([{ hash: sha256OfAbc, kind: 'link', left: 1_000 }]);
    clock.at += 999;
    await consents.issue('def', 'keeper', 'link', 2_000);
    expect(await kept()).toMatchObject([{ left: 1 }, { left: 2_000 }]);
    clock.at += 1;
    await consents.issue('ghi', 'keeper', 'state', 3_000);
    expect(await kept()).toMatchObject([{ left: 1_999 }, { left: 3_000 }]);
  });
});
