import { describe, expect, it } from '@jest/globals';
import { jsonOf, parserOf, parsers, toWire } from './values.ts';

const moment = new Date('2026-01-31T09:00:00.123Z');
const odd = 'a "b" \\ {c}, ä\n';

describe('a parameter', () => {
  it.each([
    ['nothing', null, null], ['what was left out', undefined, null], ['a text', odd, odd], ['an empty text', '', ''],
    ['a number', -1.5, '-1.5'], ['a large number', 9_007_199_254_740_993n, '9007199254740993'], ['a truth', true, 'true'],
    ['a date', moment, '2026-01-31T09:00:00.123Z'], ['an object', { a: [1, 'b'] }, '{"a":[1,"b"]}'],
    ['bytes', new Uint8Array([0, 15, 255]), '\\x000fff'], ['no bytes', new Uint8Array(), '\\x'],
    ['bytes out of the middle of others', new Uint8Array([1, 2, 3, 4]).subarray(1, 3), '\\x0203'], ['bytes seen in another way', new DataView(new Uint8Array([1, 2, 3]).buffer, 1), '\\x0203'],
    ['an empty array', [], '{}'], ['an array', [1, null, undefined, true], '{"1",NULL,NULL,"true"}'], ['texts', ['', 'NULL', odd], '{"","NULL","a \\"b\\" \\\\ {c}, ä\n"}'],
    ['arrays in an array', [['a', 'b'], ['c', null]], '{{"a","b"},{"c",NULL}}'], ['bytes in an array', [new Uint8Array([255])], '{"\\\\xff"}'], ['objects in an array', [{ a: '"' }], '{"{\\"a\\":\\"\\\\\\"\\"}"}'],
  ])('that is %s travels as the text PostgreSQL reads', (_, value, text) => expect(toWire(value)).toBe(text));

  it('of JSON holds no sign that no database keeps, however deep it lies', () => {
    expect(jsonOf({ a: ['half \ud83d', { b: 'none \u0000', c: 1, d: null }] })).toBe('{"a":["half \ufffd",{"b":"none \ufffd","c":1,"d":null}]}');
    expect([jsonOf('\u0000'), jsonOf('ä')]).toEqual(['"\ufffd"', '"ä"']);
  });
});

describe('a value', () => {
  it.each([
    ['a truth', 16, 't', true], ['a truth that is none', 16, 'f', false], ['bytes', 17, '\\x00ff', new Uint8Array([0, 255])], ['a text', 25, '1', '1'],
    ...[20, 21, 23, 26, 700, 701].map((oid) => ['a number', oid, '-12', -12] as const), ...[1082, 1700].map((oid) => ['a text', oid, '1.10', '1.10'] as const), ...[114, 3802].map((oid) => ['JSON', oid, '{"a":[1]}', { a: [1] }] as const),
    ...[1005, 1007, 1016, 1021, 1022].map((oid) => ['numbers', oid, '{1,-23,NULL}', [1, -23, null]] as const), ...[1003, 1009, 1015, 1182, 1231, 2951].map((oid) => ['texts', oid, '{1.10,"1.20",NULL}', ['1.10', '1.20', null]] as const),
    ...[199, 3807].map((oid) => ['JSON', oid, '{"{\\"a\\": \\"b, \\\\\\\\c\\"}",1}', [{ a: 'b, \\c' }, 1]] as const),
    ['truths', 1000, '{t,f,NULL}', [true, false, null]], ['bytes', 1001, '{"\\\\x00ff",NULL}', [new Uint8Array([0, 255]), null]], ['moments', 1185, '{"1970-01-01 00:00:01+00",-infinity}', [1_000, -Infinity]],
    ['texts', 1009, '{"a b","NULL","","c,\\"d\\\\","\n"}', ['a b', 'NULL', '', 'c,"d\\', '\n']], ['no texts', 1009, '{}', []],
  ] as const)('of %s (%i) is read from %j', (_, oid, text, value) => expect(parserOf(oid)(text)).toEqual(value));

  it('of a type nobody named stays text', () => expect([parserOf(2950)('6f96'), parserOf(0)('')]).toEqual(['6f96', '']));
});

describe('a moment', () => {
  const at = parserOf(1184);

  it.each([
    ['2026-01-31 09:00:00', '2026-01-31T09:00:00Z'], ['2026-01-31 09:00:00+00', '2026-01-31T09:00:00Z'], ['2026-01-31 09:00:00-03', '2026-01-31T12:00:00Z'], ['2026-01-31 09:00:00.5+05:45', '2026-01-31T03:15:00.500Z'],
    ['2026-01-31 09:00:00.123999-03:30', '2026-01-31T12:30:00.123Z'], ['1880-01-01 00:00:00+00:53:28', '1879-12-31T23:07:00Z'],
  ])('%s is read in its zone, to the millisecond', (text, iso) => expect(at(text)).toBe(Date.parse(iso)));

  it.each(['', '2026-01-31', '0044-03-15 00:00:00+00 BC', 'on 2026-01-31 09:00:00', '2026-01-31 09:00:00+0x'])('is not made of "%s"', (text) => expect(at(text)).toBeNaN());

  it('without an end is no number of milliseconds', () => expect([at('infinity'), at('-infinity')]).toEqual([Infinity, -Infinity]));

  it('is read alike in every type of moments', () => expect([parsers[1114], parsers[1184]]).toEqual([at, at]));
});
