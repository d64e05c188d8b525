import { familyOf, unknownValues } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { FieldShape } from './package-model.ts';
import type { Element } from './xml-tree.ts';
import { textOf } from './xml-tree.ts';

const shapes: Readonly<Record<string, readonly [RegExp, string]>> = {
  number: [/^-?\d+(\.\d+)?$/, 'a number'],
  boolean: [/^([01]|true|false)$/i, '1, 0, true or false'],
  date: [/^[A-Z_]+(:\d+)?$|\d/, 'a date or words such as THIS_WEEK'],
  datetime: [/^[A-Z_]+(:\d+)?$|\d/, 'a moment or words such as THIS_WEEK'],
};

/** The value of a filter against its field: picklist values that exist, numbers where numbers stand. A filter's list is separated by commas. */
export function* filterValueFindings(path: string, value: Element | undefined, field: FieldShape, separated = true): Generator<Finding> {
  const said = textOf(value);
  if (said === '') return;
  const values = separated ? said.split(',').map((each) => each.trim().replace(/^"|"$/g, '')) : [said];
  for (const unknown of unknownValues(field, values)) yield finding(path, value, `"${unknown}" is no value of ${field.name}, so nothing is found.${nearest(unknown, field.values ?? [])}`, 'Use one of the picklist\'s values.');
  const [shape, is] = shapes[familyOf(field)] ?? [];
  for (const each of values) if (shape && !shape.test(each)) yield finding(path, value, `"${each}" is compared with ${field.name}, which needs ${is ?? ''}.`, `Write ${is ?? ''}.`);
}

/** `1 AND (2 OR 3)` against the number of filters: every number exists, every filter is used, brackets close. */
export function* filterLogicFindings(path: string, logic: Element | undefined, count: number): Generator<Finding> {
  const said = textOf(logic);
  if (said === '' || /^(and|or)$/i.test(said)) return;
  const numbers = [...said.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  for (const number of numbers) if (number < 1 || number > count) yield finding(path, logic, `The logic "${said}" names filter ${number}; there are ${count}.`, 'Number the filters from 1 in their order.');
  for (let number = 1; number <= count; number++) if (!numbers.includes(number)) yield finding(path, logic, `The logic "${said}" leaves out filter ${number} of ${count}.`, 'Name every filter, or remove it.');
  const opened = (said.match(/\(/g) ?? []).length;
  if (opened !== (said.match(/\)/g) ?? []).length || !/^[\s\d()]*(?:(?:AND|OR|NOT)[\s\d()]*)*$/i.test(said)) yield finding(path, logic, `The logic "${said}" can't be read.`, 'Use numbers, AND, OR, NOT and brackets in pairs.');
}
