import { compareBy, joined } from './flow-conditions.ts';
import { failure, readScalar, setField } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import { isCollection, isRecord } from './flow-values.ts';
import type { FlowRecord, FlowValue } from './flow-values.ts';
import { fieldOf, toFormulaValue } from './formula-field-value.ts';
import { formulaFieldValue } from './formula-scope.ts';
import { compareValues } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';
import type { ObjectSchema, Row } from './org.ts';
import { child, children, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

/** The object an element names; throws when the org has none of that name. */
export function objectOf(interview: Interview, node: XmlNode): ObjectSchema {
  const name = text(node, 'object') ?? '';
  const object = interview.org.schema.get(name);
  if (!object) throw failure(interview, `object ${name} does not exist in this org. Deploy it or correct the element.`);
  return object;
}

function fieldValue(interview: Interview, object: ObjectSchema, row: Row, name: string): FormulaValue {
  const field = fieldOf(object, name);
  if (!field) throw failure(interview, `field ${name} does not exist on ${object.name}. Check the spelling or deploy the field.`);
  // Formula fields are computed for each row, as a query of the org does (U-240).
  const stored = field.formula === undefined ? row[field.name] : formulaFieldValue(interview.org, object, row, field, interview.by);
  const value = toFormulaValue(field, stored, { flow: true });
  return typeof value === 'object' && value?.kind === 'picklist' ? value.value : value;
}

/** Live rows to look at: by index where a filter names one lookup or unique value, else all. */
function candidates(interview: Interview, object: ObjectSchema, node: XmlNode): Row[] {
  const { org } = interview;
  for (const filter of /^and$/i.test(text(node, 'filterLogic') ?? 'and') ? children(node, 'filters') : []) {
    const field = fieldOf(object, text(filter, 'field') ?? '');
    const value = field && text(filter, 'operator') === 'EqualTo' ? readScalar(interview, child(filter, 'value')) : null;
    if (typeof value !== 'string' || value === '') continue;
    if (field?.type === 'Id') return [org.find(object.name, value) ?? []].flat();
    if (field?.type === 'Lookup' || field?.type === 'MasterDetail') return org.related(object.name, field.name, value);
  }
  return [...org.rows(object.name).values()].filter((row) => row.IsDeleted !== true);
}

/** The live rows of an object which the element's filters let through, in the element's order. */
export function matchingRows(interview: Interview, node: XmlNode): { object: ObjectSchema; rows: Row[] } {
  const object = objectOf(interview, node);
  const tests = children(node, 'filters').map((filter) => {
    const name = text(filter, 'field') ?? '';
    const operator = text(filter, 'operator') ?? '';
    const wanted = readScalar(interview, child(filter, 'value'));
    return (row: Row): boolean => {
      const answer = compareBy(operator, fieldValue(interview, object, row, name), wanted);
      if (answer === undefined) throw failure(interview, `unknown filter operator ${operator}. Use one of the documented operators.`);
      return answer;
    };
  });
  const rows = candidates(interview, object, node).filter((row) => joined(text(node, 'filterLogic') ?? 'and', tests.map((test) => () => test(row))));
  return { object, rows: sorted(interview, object, rows, node) };
}

function sorted(interview: Interview, object: ObjectSchema, rows: Row[], node: XmlNode): Row[] {
  const field = text(node, 'sortField');
  if (field === undefined) return rows;
  const sign = text(node, 'sortOrder') === 'Desc' ? -1 : 1;
  const key = (row: Row): FormulaValue => fieldValue(interview, object, row, field);
  return [...rows].sort((a, b) => sign * (compareValues(key(a), key(b), 'sort') ?? 0));
}

/** A record variable over a copy of a row: a flow never changes the database by assigning. */
export function recordOf(object: ObjectSchema, row: Row): FlowRecord {
  return { kind: 'record', object, row: { ...row }, touched: new Set() };
}

/** The fields an element's input assignments set, as a row. */
export function assignedRow(interview: Interview, object: ObjectSchema, node: XmlNode): Row {
  const record: FlowRecord = { kind: 'record', object, row: {}, touched: new Set() };
  for (const assignment of children(node, 'inputAssignments')) {
    setField(interview, record, text(assignment, 'field') ?? '', readScalar(interview, child(assignment, 'value')));
  }
  return record.row;
}

/** The records a reference holds: one record, or each of a collection. */
export function heldRecords(interview: Interview, value: FlowValue): FlowRecord[] {
  if (value === null) return [];
  const items = isCollection(value) ? value.items : [value];
  return items.map((item) => {
    if (!isRecord(item)) throw failure(interview, 'the referenced value is no record. Refer to a record variable or a collection of records.');
    return item;
  });
}

/** The part of a record variable a save writes. */
export function touchedRow(record: FlowRecord, withId: boolean): Row {
  const row: Row = withId ? { Id: record.row.Id ?? null } : {};
  for (const name of record.touched) row[name] = record.row[name] ?? null;
  return row;
}
