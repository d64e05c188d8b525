import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from './engine-database.ts';
import { patchRows } from './patch-rows.ts';
import { absentDatabase } from './test-absent-database.ts';
import { openEmptyDatabase } from './test-empty-database.ts';

let database: EngineDatabase;
const table = { name: 'thing', key: 'thing_id', columns: ['plain', 'twoWordsMinor', 'inJson'] };
beforeAll(async () => {
  database = await openEmptyDatabase();
  await database.query('create table thing (thing_id text primary key, plain text, two_words_minor bigint, in_json jsonb, fixed text)');
});
beforeEach(async () => {
  await database.query('truncate thing');
  await database.query(`insert into thing select id, 'plain', 1, '["json"]', 'fixed' from unnest('{a,b,c}'::text[]) as id`);
});
afterAll(() => database.close());

const rows = () => database.query('select thing_id as id, plain, two_words_minor as "twoWordsMinor", in_json as "inJson", fixed from thing order by 1');
const untouched = (id: string) => ({ id, plain: 'plain', twoWordsMinor: 1, inJson: ['json'], fixed: 'fixed' });

describe('rows that are changed in one statement', () => {
  it('each keep what their patch does not name', async () => {
    await patchRows(database, table, [['c', { plain: 'new', twoWordsMinor: 9_007_199_254_740_991 }], ['a', { inJson: [{ deep: true }] }], ['of nobody', { plain: 'lost' }]]);
    expect(await rows()).toEqual([{ ...untouched('a'), inJson: [{ deep: true }] }, untouched('b'), { ...untouched('c'), plain: 'new', twoWordsMinor: 9_007_199_254_740_991 }]);
  });

  it('lose what their patch names as nothing', async () => {
    await patchRows(database, table, [['a', { plain: null, twoWordsMinor: undefined }], ['b', {}]]);
    expect(await rows()).toEqual([{ ...untouched('a'), plain: null, twoWordsMinor: null }, untouched('b'), untouched('c')]);
  });

  it('keep what is no empty value', async () => {
    await patchRows(database, table, [['a', { plain: '', twoWordsMinor: 0, inJson: false }]]);
    expect(await rows()).toEqual([{ ...untouched('a'), plain: '', twoWordsMinor: 0, inJson: false }, untouched('b'), untouched('c')]);
  });

  it('take words the store could not keep as they are', async () => {
    await patchRows(database, table, [['a', { plain: 'half \ud83d and \u0000' }]]);
    expect((await rows())[0]).toEqual({ ...untouched('a'), plain: 'half \ufffd and \ufffd' });
  });

  it('are left alone, all of them, where a patch names a column that may not be changed', async () => {
    const patches = [['a', { plain: 'new' }], ['b', { plain: 'new', fixed: 'changed' }]] as const;
    await expect(patchRows(database, table, patches)).rejects.toThrow(new Error("Store: column fixed of thing may not be changed. Add it to the table's mutable columns if it really may."));
    expect(await rows()).toEqual(['a', 'b', 'c'].map(untouched));
  });

  it('go by the names of the code: a column in the spelling of the store is none', async () => {
    await expect(patchRows(database, table, [['a', { two_words_minor: 2 }]])).rejects.toThrow('Store: column two_words_minor of thing may not be changed.');
  });

  it('cost the store no call where there are none', async () => {
    await expect(patchRows(absentDatabase, table, [])).resolves.toBeUndefined();
  });
});
