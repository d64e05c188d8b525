import { describe, expect, it } from '@jest/globals';
import { parseDecimal } from './formula-decimal.ts';
import type { FormulaScope } from './formula-function.ts';
import { toFieldValue } from './formula-field-value.ts';
import { evaluateFormula, formulaReferences } from './formula.ts';
import type { FormulaValue } from './formula-values.ts';

const number = (text: string): FormulaValue => parseDecimal(text) ?? null;
const row: Record<string, FormulaValue> = {
  Amount__c: number('999999999999999.999'),
  Small__c: number('0.1'),
  Empty__c: null,
  Name: 'Ada Lovelace',
  Blank__c: '',
  Status__c: { kind: 'picklist', value: 'Draft' },
  None__c: { kind: 'picklist', value: '' },
  Flag__c: true,
  Due__c: { kind: 'date', day: 20_000 },
  Id: '001000000000ABc',
  'Recipient__r.Payee_Key__c': 'key-17',
  '$Permission.Pay': true,
};
const prior: Record<string, FormulaValue> = { ...row, Amount__c: number('999999999999999.998'), Status__c: { kind: 'picklist', value: 'Open' } };

function scope(isNew = false): FormulaScope {
  const from = (values: Record<string, FormulaValue>) => (path: readonly string[]): FormulaValue => {
    const value = values[path.join('.')];
    if (value === undefined) throw new Error(`unknown ${path.join('.')}`);
    return value;
  };
  return { read: from(row), readPrior: from(isNew ? row : prior), isNew, now: () => Date.UTC(2026, 10, 21, 13, 30) };
}

const cases: readonly (readonly [formula: string, result: string | boolean | null])[] = [
  ['0.1 + 0.2', '0.3'],
  ['Amount__c + 0.001', '1000000000000000'],
  ['Amount__c - Small__c', '999999999999999.899'],
  ['Amount__c * 3', '2999999999999999.997'],
  ['12345678901234567.89 - 0.01', '12345678901234567.88'],
  ['1 / 3 * 3 < 1', true],
  ['10 / 4', '2.5'],
  ['2 ^ 64', '18446744073709551616'],
  ['2 ^ -2', '0.25'],
  ['-3 + 5 * 2', '7'],
  ['(1 + 2) * 3', '9'],
  ['8 - 4 - 2', '2'],
  ['ROUND(2.345, 2)', '2.35'],
  ['ROUND(-2.5, 0)', '-3'],
  ['ROUND(1250, -2)', '1300'],
  ['FLOOR(-2.5)', '-2'],
  ['CEILING(-2.5)', '-3'],
  ['MFLOOR(-2.5)', '-3'],
  ['MCEILING(-2.5)', '-2'],
  ['TRUNC(2.999, 1)', '2.9'],
  ['MOD(10.5, 3)', '1.5'],
  ['ABS(-0.001)', '0.001'],
  ['MIN(3, 1.5, 2)', '1.5'],
  ['MAX(3, 1.5, 2)', '3'],
  ['Empty__c + 1', null],
  ['Empty__c > 0', false],
  ['Empty__c <> 5', true],
  ['ISBLANK(Empty__c)', true],
  ['ISNULL(Empty__c)', true],
  ['ISNULL(Blank__c)', false],
  ['ISBLANK(Blank__c)', true],
  ['BLANKVALUE(Blank__c, "none")', 'none'],
  ['NULLVALUE(Empty__c, 7)', '7'],
  ['Blank__c = ""', true],
  ['Name = "ada lovelace"', false],
  ['Name <> "x" && NOT(ISBLANK(Name))', true],
  ['"a" & "b" & "c"', 'abc'],
  ['"1" + "2"', '12'],
  ["'it\\'s'", "it's"],
  ['TEXT(12.500)', '12.5'],
  ['TEXT(Status__c)', 'Draft'],
  ['TEXT(Due__c)', '2024-10-04'],
  ['ISPICKVAL(Status__c, "Draft")', true],
  ['ISPICKVAL(None__c, "")', true],
  ['ISPICKVAL(PRIORVALUE(Status__c), "Open")', true],
  ['CASE(Status__c, "Open", 1, "Draft", 2, 3)', '2'],
  ['CASE(5, 1, "a", "else")', 'else'],
  ['ISCHANGED(Amount__c)', true],
  ['ISCHANGED(Name)', false],
  ['Amount__c - PRIORVALUE(Amount__c)', '0.001'],
  ['ISNEW()', false],
  ['IF(Flag__c, "yes", 1/0)', 'yes'],
  ['OR(FALSE, Flag__c)', true],
  ['AND(TRUE, Flag__c, 1 = 1)', true],
  ['FALSE || TRUE && FALSE', false],
  ['LEN(Name)', '12'],
  ['LEFT(Name, 3) & RIGHT(Name, 2)', 'Adace'],
  ['MID(Name, 5, 4)', 'Love'],
  ['UPPER("a") & LOWER("B") & TRIM("  c ")', 'Abc'],
  ['SUBSTITUTE("1.250.00", ".", ",")', '1,250,00'],
  ['BEGINS(Name, "Ada")', true],
  ['CONTAINS(Name, "lace")', true],
  ['FIND("a", Name)', '3'],
  ['FIND("zz", Name)', '0'],
  ['LPAD("7", 3, "0")', '007'],
  ['RPAD("abcd", 3)', 'abc'],
  ['REGEX("US12", "[A-Z]{2}\\\\d+")', true],
  ['REGEX("xUS12", "[A-Z]{2}\\\\d+")', false],
  ['VALUE("12.340")', '12.34'],
  ['ISNUMBER("12,3")', false],
  ['CASESAFEID(Id)', '001000000000ABcAAM'],
  ['TODAY()', '2026-11-21'],
  ['NOW()', '2026-11-21T13:30:00.000+0000'],
  ['DATE(2026, 2, 28) + 1', '2026-03-01'],
  ['TODAY() - DATE(2026, 11, 1)', '20'],
  ['ADDMONTHS(DATE(2026, 1, 31), 1)', '2026-02-28'],
  ['DATEVALUE("2026-12-24") > TODAY()', true],
  ['DATETIMEVALUE("2026-11-21 13:00:00") < NOW()', true],
  ['YEAR(TODAY()) * 100 + MONTH(TODAY())', '202611'],
  ['WEEKDAY(DATE(2026, 11, 21))', '7'],
  ['Recipient__r.Payee_Key__c & BR()', 'key-17\n'],
  ['{!Name} /* a comment */ & "!"', 'Ada Lovelace!'],
  ['$Permission.Pay = true', true],
];

describe('evaluateFormula', () => {
  it.each(cases)('computes %s', (formula, expected) => {
    expect(toFieldValue(evaluateFormula(formula, scope()))).toEqual(expected);
  });

  it('knows no change and no earlier value on a new record', () => {
    expect(evaluateFormula('ISNEW() && NOT(ISCHANGED(Amount__c)) && PRIORVALUE(Name) = Name', scope(true))).toBe(true);
  });

  it.each([
    ['Status__c = "Draft"', /Picklist fields are only supported/],
    ['1 & 2', /Wrap the value in TEXT\(\)/],
    ['1 / 0', /division by zero/],
    ['VALUE("1,000")', /cannot read "1,000"/],
    ['VALUE("1e99999")', /cannot read "1e99999"/],
    ['SPELL("x")', /unknown function SPELL/],
    ['LEFT("x")', /incorrect number of parameters for function LEFT\(\)/],
    ['1 +', /expected a value but found the end/],
    ['"open', /no closing quote/],
    ['1 2', /expected an operator or the end/],
    ['IF("x", 1, 2)', /expected Boolean, received Text/],
  ])('refuses %s in words', (formula, words) => {
    expect(() => evaluateFormula(formula, scope())).toThrow(words);
  });
});

describe('formulaReferences', () => {
  it('tells fields, globals, permissions and functions apart', () => {
    expect(formulaReferences('AND($Permission.Pay, Recipient__r.Name = $User.Id, NOPE(Amount__c) > 1)')).toEqual({
      fields: ['Recipient__r.Name', 'Amount__c'],
      globals: ['$User.Id'],
      permissions: ['Pay'],
      functions: ['AND', 'NOPE'],
      unknownFunctions: ['NOPE'],
    });
  });
});
