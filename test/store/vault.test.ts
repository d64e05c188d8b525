import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../companion/store/database.ts';
import { openConsents } from '../../companion/store/consents.ts';
import { openVault, vaultKeysOf } from '../../companion/store/vault.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { migrate } from '../../companion/store/migrate.ts';

let db: Awaited<ReturnType<typeof openEmptyDatabase>>;
const clock = { now: 1_000 };
const tools = { now: () => clock.now };
const key = (letter: string): string => Buffer.from(letter.repeat(32)).toString('base64');
const vault = (keys: string, connection = 'payoneer') => openVault(db, connection, vaultKeysOf(keys), tools, () => randomBytes(12));
const [one, two] = [`k1:${key('a')}`, `k2:${key('b')}`];
const lost = (why: string, connection = 'payoneer'): string =>
  `Companion: the kept consent of ${connection} can't be opened: ${why}. Put the key back into QUITTANCE_SECRET_KEYS behind the current one, or give the consent anew.`;

beforeAll(async () => {
  db = await openEmptyDatabase();
  await migrate(db, tools.now);
});
afterAll(() => db.close());

describe('the vault', () => {
  it('is none without a key', () => {
    expect([vault(''), vaultKeysOf(undefined)]).toEqual([undefined, undefined]);
  });

  it('takes its keys from a text with or without blanks, the first of them to seal', () => {
    const byId = new Map([['k2', Buffer.from('b'.repeat(32))], ['k_1-ABCDEFGHIJKLMNOP', Buffer.from('a'.repeat(32))]]);
    expect(vaultKeysOf(` k2:${key('b')} , ,\nk_1-ABCDEFGHIJKLMNOP:${key('a')},`)).toEqual({ current: 'k2', byId });
    expect(vaultKeysOf(` , ${one},`)).toEqual({ current: 'k1', byId: new Map([['k1', Buffer.from('a'.repeat(32))]]) });
  });

  const unreadable = (nth: number): string =>
    `Companion: key ${nth} of QUITTANCE_SECRET_KEYS can't be read. Write it as name:key, the key being 32 random bytes in base64 (openssl rand -base64 32).`;
  it.each([
    ['k1', unreadable(1)], [key('a'), unreadable(1)], [`:${key('a')}`, unreadable(1)], [`k1:${Buffer.from('short').toString('base64')}`, unreadable(1)],
    [`${one},k2:${Buffer.from('b'.repeat(33)).toString('base64')}`, unreadable(2)], [`${one},${two},k 3:${key('c')}`, unreadable(3)],
    [`${one},k!:${key('b')}`, unreadable(2)], [`${one},!k:${key('b')}`, unreadable(2)], [`k23456789012345678901:${key('b')}`, unreadable(1)],
    [`${one},${one}`, 'Companion: QUITTANCE_SECRET_KEYS names a key twice. Give each its own name, the newest first.'],
  ])('refuses %s in words that hold no key', (keys, message) => {
    expect(() => vaultKeysOf(keys)).toThrow(expect.objectContaining({ kind: 'invalid', message }));
  });

  it('gives back what it was given, and shows nothing of it in the database', async () => {
    await vault(one)?.keep('consent', 'a secret text');
    const [row] = await db.query<{ sealed: string }>('select sealed from secret');
    expect(Buffer.from(row?.sealed ?? '', 'base64').toString('latin1')).not.toContain('secret');
    expect(await vault(one)?.read('consent')).toBe('a secret text');
    await vault(one)?.keep('consent', 'a secret text');
    expect((await db.query<{ sealed: string }>('select sealed from secret'))[0]?.sealed).not.toBe(row?.sealed);
  });

  it('opens with an older key and seals anew with the newest', async () => {
    expect(await vault(`${two},${one}`)?.read('consent')).toBe('a secret text');
    expect(await vault(two)?.read('consent')).toBe('a secret text');
    await expect(vault(one)?.read('consent')).rejects.toMatchObject({ kind: 'refused', message: lost('it was sealed with the key "k2", which is not there') });
  });

  it('leaves as it is what the newest key sealed', async () => {
    const rows = () => db.query("select sealed, at from secret where name = 'untouched'");
    await vault(two)?.keep('untouched', 'as kept');
    const before = await rows();
    clock.now += 1;
    expect(await vault(`${two},${one}`)?.read('untouched')).toBe('as kept');
    expect(await rows()).toEqual(before);
    await vault(two)?.forget('untouched');
    expect(await rows()).toEqual([]);
  });

  it('seals nothing anew in the place of what another instance kept meanwhile', async () => {
    await vault(one)?.keep('renewed', 'token 1');
    const slow: Database = {
      ...db,
      query: async <T extends object>(sql: string, params?: readonly unknown[]) => {
        const rows = await db.query<T>(sql, params);
        if (sql.startsWith('select key_id')) await vault(`${two},${one}`)?.keep('renewed', 'token 2');
        return rows;
      },
    };
    expect(await openVault(slow, 'payoneer', vaultKeysOf(`${two},${one}`), tools, () => randomBytes(12))?.read('renewed')).toBe('token 1');
    expect(await vault(two)?.read('renewed')).toBe('token 2');
  });

  it('changes what is kept at that moment, and a change that adds to it is never lost', async () => {
    const add = async (letter: string): Promise<boolean | undefined> => vault(two)?.change('sum', (text) => `${text ?? ''}${letter}`);
    await Promise.all(['a', 'b', 'c'].map(add));
    expect([...((await vault(two)?.read('sum')) ?? '')].sort()).toEqual(['a', 'b', 'c']);
    expect(await vault(two)?.change('sum', () => undefined)).toBe(false);
  });

  it('opens nothing that was changed, or was put in another\'s place, or with another key of the same name', async () => {
    await db.query("insert into secret select 'other', name, key_id, sealed, at from secret where connection = 'payoneer'");
    const changed = 'the key "k2" is another one than then, or the row was changed';
    await expect(vault(two, 'other')?.read('consent')).rejects.toMatchObject({ kind: 'refused', message: lost(changed, 'other') });
    await expect(vault(`k2:${key('c')}`)?.read('consent')).rejects.toMatchObject({ kind: 'refused', message: lost(changed) });
    await vault(two)?.forget('consent');
    expect(await vault(two)?.read('consent')).toBeUndefined();
  });
});

describe('the passes to a consent', () => {
  it('are good for one connection, one kind and their time; a state for one use, and a link until it is recalled', async () => {
    const consents = openConsents(db, tools);
    await consents.issue('link', 'payoneer', 'link', 100);
    await consents.issue('state', 'payoneer', 'state', 100);
    expect(await Promise.all([consents.honour('link', 'other', 'link'), consents.honour('link', 'payoneer', 'state'), consents.honour('x', 'payoneer', 'link')])).toEqual([false, false, false]);
    expect([await consents.honour('link', 'payoneer', 'link'), await consents.honour('link', 'payoneer', 'link')]).toEqual([true, true]);
    expect([await consents.honour('state', 'payoneer', 'state'), await consents.honour('state', 'payoneer', 'state')]).toEqual([true, false]);
    await consents.recall('payoneer');
    expect(await consents.honour('link', 'payoneer', 'link')).toBe(false);
    await consents.issue('late', 'payoneer', 'link', 100);
    clock.now += 101;
    expect(await consents.honour('late', 'payoneer', 'link')).toBe(false);
  });
});
