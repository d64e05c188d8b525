import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from './engine-database.ts';
import { openEmptyDatabase } from './test-empty-database.ts';
import { jsonOf } from './values.ts';

let database: EngineDatabase;
beforeAll(async () => void (database = await openEmptyDatabase()));
afterAll(() => database.close());

const odd = 'a "b" \\ {c}, ä\n';

describe('a parameter', () => {
  it.each([
    ['text[]', ['', 'NULL', odd, null, 'a\\', '"', ',']], ['bytea[]', [new Uint8Array([0, 255]), new Uint8Array()]], ['bigint[]', [1, -2, null]], ['boolean[]', [true, false]], ['integer[]', []],
  ])('of type %s comes back as it went', async (type, values) => expect(await database.query(`select $1::${type} as back`, [values])).toEqual([{ back: values }]));

  it('of JSON in an array comes back as it went', async () => {
    const values = [{ a: 'b "c" \\ d, e' }, [1]];
    expect(await database.query('select $1::jsonb[] as back', [values.map(jsonOf)])).toEqual([{ back: values }]);
  });
});

describe('a column', () => {
  it.each([
    ["true, false, null::boolean", [true, false, null]], ["'\\x00ff'::bytea, ''::bytea", [new Uint8Array([0, 255]), new Uint8Array()]],
    ["1::smallint, 2::integer, 9007199254740991::bigint, 4::oid, 0.5::real, 'NaN'::double precision", [1, 2, 9_007_199_254_740_991, 4, 0.5, NaN]],
    ["1.10::numeric, date '2026-01-31', 'a'::text, interval '1 day'", ['1.10', '2026-01-31', 'a', '1 day']],
    [`'{"a":[1]}'::json, '["b"]'::jsonb`, [{ a: [1] }, ['b']]],
    ["array[true, false, null], array['\\x00ff'::bytea, null]", [[true, false, null], [new Uint8Array([0, 255]), null]]],
    ["array[1, 23, null]::smallint[], array[-4]::integer[], array[5]::bigint[], array[0.5]::real[], array[1.5, 'NaN']::double precision[]", [[1, 23, null], [-4], [5], [0.5], [1.5, NaN]]],
    ["array['a b', 'null', 'NULL', '', 'c,\"d\\', null]::text[], array['e']::varchar[], array['f']::name[], '{}'::text[]", [['a b', 'null', 'NULL', '', 'c,"d\\', null], ['e'], ['f'], []]],
    ["array[1.10]::numeric[], array[date '2026-01-31'], array['6f9619ff-8b86-d011-b42d-00cf4fc964ff'::uuid]", [['1.10'], ['2026-01-31'], ['6f9619ff-8b86-d011-b42d-00cf4fc964ff']]],
    [`array['{"a":"b, c"}', '1']::json[], array['{"d":null}']::jsonb[]`, [[{ a: 'b, c' }, 1], [{ d: null }]]],
    ["timestamptz '2026-01-31 09:00:00.123456+05:30', timestamp '2026-01-31 09:00:00.1', timestamptz 'infinity', array[timestamptz '-infinity', '1970-01-01 00:00:01+00']", [Date.parse('2026-01-31T03:30:00.123Z'), Date.parse('2026-01-31T09:00:00.100Z'), Infinity, [-Infinity, 1_000]]],
  ])('of %s is read as what it says', async (columns, values) => {
    const names = values.map((_, at) => `v${at}`);
    const [told] = await database.query(`select * from (select ${columns}) as t(${names.join(', ')})`);
    expect(names.map((name) => told?.[name])).toEqual(values);
  });
});
