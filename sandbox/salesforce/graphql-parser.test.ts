import { describe, expect, it } from '@jest/globals';
import { GraphqlFault } from './graphql-fault.ts';
import { parseGraphql } from './graphql-parser.ts';
import { SpelledNumber } from './json-numbers.ts';

const faultOf = (text: string): string => {
  try {
    parseGraphql(text);
  } catch (error) {
    if (error instanceof GraphqlFault) return `${error.type} ${JSON.stringify(error.locations)} ${error.message}`;
  }
  return 'no fault';
};

describe('the GraphQL parser', () => {
  it('reads operations, variables with defaults, aliases, arguments, directives and fragments', () => {
    const { operations, fragments } = parseGraphql(`# a comment
      query page($first: Int! = 5, $list: [ID!]) { a: Account(first: $first, where: {Id: {in: $list}}) @include(if: true) { ...f ... on Account { Id } ... { Name } } }
      fragment f on Account { Id }`);
    expect(operations).toMatchObject([{ operation: 'query', name: 'page', variables: [{ name: 'first', required: true, initial: { kind: 'scalar' } }, { name: 'list', required: false, initial: undefined }] }]);
    expect(operations[0]?.selections).toMatchObject([
      { kind: 'field', key: 'a', name: 'Account', at: { line: 2, column: 52 }, args: [['first', { kind: 'variable', name: 'first' }], ['where', { kind: 'object' }]], directives: [{ name: 'include' }], selections: [{ kind: 'spread', name: 'f' }, { kind: 'inline', on: 'Account' }, { kind: 'inline', on: undefined }] },
    ]);
    expect(fragments.get('f')).toMatchObject({ on: 'Account', selections: [{ kind: 'field', name: 'Id' }] });
  });

  it('keeps numbers as they were written, and reads texts, block texts, lists, words and null', () => {
    const { operations } = parseGraphql('{ f(a: 12345678901234567.890, b: -1e3, c: "x\\n\\u00e9\\"", d: """\n    two\n      lines\n  """, e: [ASC, null, true]) }');
    const [field] = operations[0]?.selections ?? [];
    expect(field?.kind === 'field' && field.args.map(([, value]) => value)).toEqual([
      { kind: 'scalar', value: new SpelledNumber(12345678901234567.89, '12345678901234567.890') }, { kind: 'scalar', value: new SpelledNumber(-1000, '-1e3') }, { kind: 'scalar', value: 'x\né"' }, { kind: 'scalar', value: 'two\n  lines' },
      { kind: 'list', items: [{ kind: 'enum', name: 'ASC' }, { kind: 'scalar', value: null }, { kind: 'scalar', value: true }] },
    ]);
  });

  it.each([
    ['{ a ', '<EOF>', 1, 5], ['{ a(first: ) { b } }', ')', 1, 12], ['{ }', '}', 1, 3], ['query {\n a\n ?\n}', '?', 3, 2], ['', '<EOF>', 1, 1], ['{ a(b: "x\ny") }', '"', 1, 8], ['type A { b: Int }', 'type', 1, 1],
  ])('tells where %j stops being GraphQL', (text, token, line, column) => {
    expect(faultOf(text)).toBe(`InvalidSyntax [{"line":${line},"column":${column}}] Invalid syntax with offending token '${token}' at line ${line} column ${column}`);
  });

  it('refuses nesting without end', () => {
    expect(faultOf('{ a '.repeat(5000))).toMatch(/^InvalidSyntax .*line 1/);
    expect(faultOf(`{ a(b: ${'['.repeat(100_000)}) }`)).toMatch(/^InvalidSyntax .*line 1/);
    expect(faultOf(`${'{ a '.repeat(150)}${'}'.repeat(150)}`)).toBe('no fault');
  });
});
