/** The kinds of value a formula computes with. `null` fits every kind; `unknown` is not judged. */
export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'time' | 'picklist' | 'multipicklist' | 'longtext' | 'null' | 'unknown';

/** Kinds an input may have, e.g. `text|picklist`; `any` is every kind a formula may hand around, picklists not among them; `field` is a field itself, of any kind. */
export interface Signature {
  readonly inputs: readonly string[];
  /** How many of the inputs may be left out, from the end. */
  readonly optional?: number;
  /** The last input may be repeated. */
  readonly repeats?: boolean;
  /** The kind of the result; `first`, `second` the kind of that input. */
  readonly gives: Kind | 'first' | 'second';
  /** Needs the record before the change: validation rules, workflow and flow entry only. */
  readonly needsPrior?: boolean;
}

const moment = 'date|datetime';
const of = (gives: Signature['gives'], ...inputs: readonly string[]): Signature => ({ inputs, gives });
const words = 'text|longtext';
const line = 'text|picklist|longtext|number';

/** Functions of Salesforce formulas (help: formula operators and functions A–Z), with what they take. */
export const formulaFunctions: Readonly<Record<string, Signature>> = {
  ABS: of('number', 'number'), ADDMONTHS: of('first', moment, 'number'), AND: { inputs: ['boolean'], repeats: true, gives: 'boolean' }, ASCII: of('number', 'text'),
  BEGINS: of('boolean', 'text', 'text'), BLANKVALUE: of('second', 'any|longtext', 'any'), BR: of('text'), CASESAFEID: of('text', 'text'), CEILING: of('number', 'number'), CHR: of('text', 'number'),
  CONTAINS: of('boolean', words, 'text'), CURRENCYRATE: of('number', 'text'), DATE: of('date', 'number', 'number', 'number'), DATETIMEVALUE: of('datetime', 'text|date|datetime'), DATEVALUE: of('date', 'text|datetime'),
  DAY: of('number', 'date'), DAYOFYEAR: of('number', 'date'), DISTANCE: of('number', 'unknown', 'unknown', 'text'), EXP: of('number', 'number'), FIND: { inputs: ['text', words, 'number'], optional: 1, gives: 'number' }, FLOOR: of('number', 'number'),
  FORMATDURATION: { inputs: ['any', 'any'], optional: 1, gives: 'text' }, GETSESSIONID: of('text'), HOUR: of('number', 'time'), HYPERLINK: { inputs: ['text', 'text', 'text'], optional: 1, gives: 'text' }, IMAGE: { inputs: ['text', 'text', 'number', 'number'], optional: 2, gives: 'text' },
  INCLUDES: of('boolean', 'multipicklist', 'text'), INITCAP: of('text', 'text'), ISBLANK: of('boolean', 'any|longtext|picklist'), ISCHANGED: { ...of('boolean', 'field'), needsPrior: true }, ISCLONE: of('boolean'), ISNEW: { ...of('boolean'), needsPrior: true },
  ISNULL: of('boolean', 'any|longtext|picklist'), ISNUMBER: of('boolean', 'text'), ISOWEEK: of('number', 'date'), ISOYEAR: of('number', 'date'), ISPICKVAL: of('boolean', 'picklist', 'text'), LEFT: of('text', words, 'number'), LEN: of('number', words), LN: of('number', 'number'),
  LOG: of('number', 'number'), LOWER: { inputs: ['text', 'text'], optional: 1, gives: 'text' }, LPAD: { inputs: ['text', 'number', 'text'], optional: 1, gives: 'text' }, MAX: { inputs: ['number'], repeats: true, gives: 'number' }, MCEILING: of('number', 'number'), MFLOOR: of('number', 'number'),
  MID: of('text', words, 'number', 'number'), MILLISECOND: of('number', 'time'), MIN: { inputs: ['number'], repeats: true, gives: 'number' }, MINUTE: of('number', 'time'), MOD: of('number', 'number', 'number'), MONTH: of('number', 'date'), NOT: of('boolean', 'boolean'), NOW: of('datetime'),
  NULLVALUE: of('second', 'any', 'any'), OR: { inputs: ['boolean'], repeats: true, gives: 'boolean' }, PI: of('number'), PICKLISTCOUNT: of('number', 'multipicklist'), PRIORVALUE: { ...of('first', 'field'), needsPrior: true }, RAND: of('number'), REGEX: of('boolean', words, 'text'), REVERSE: of('text', 'text'),
  RIGHT: of('text', words, 'number'), ROUND: of('number', 'number', 'number'), RPAD: { inputs: ['text', 'number', 'text'], optional: 1, gives: 'text' }, SECOND: of('number', 'time'), SQRT: of('number', 'number'), SUBSTITUTE: of('text', words, 'text', 'text'), TEXT: of('text', 'number|date|datetime|time|picklist'),
  TIMENOW: of('time'), TIMEVALUE: of('time', 'text|datetime'), TODAY: of('date'), TRIM: of('text', 'text'), TRUNC: { inputs: ['number', 'number'], optional: 1, gives: 'number' }, UNIXTIMESTAMP: of('number', 'date|datetime|time'), UPPER: { inputs: ['text', 'text'], optional: 1, gives: 'text' },
  URLFOR: { inputs: ['text', 'text', 'any', 'any'], optional: 3, gives: 'text' }, VALUE: of('number', 'text'), WEEKDAY: of('number', 'date'), YEAR: of('number', 'date'),
  // IF and CASE relate their inputs to each other: formula-kinds.ts.
  IF: of('unknown', 'boolean', 'any', 'any'), CASE: { inputs: [line, 'any'], repeats: true, gives: 'unknown' },
};
