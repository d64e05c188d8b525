import type { FieldType as Selected, Query } from '@jetstreamapp/soql-parser-js';
import { ApiProblem } from './api-problem.ts';
import { fieldOutput } from './field-output.ts';
import { apiName, apiRelationship } from './names.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Row } from './org.ts';
import { type Asking, type Column, columnAt } from './soql-columns.ts';
import { pathOf, writtenOf } from './soql-where.ts';

/** One column of a result: its name in the header row, and its text for a row of the queried object. */
interface CsvColumn {
  readonly name: string;
  text(row: Row): string;
}

/** What Bulk API 2.0 does not query. Source: "Create a Query Job"; the code and the words of the refusal are unproven (U-382). */
export function mustBeSupported(query: Query): void {
  const refuse = (what: string): never => {
    throw new ApiProblem(400, 'API_ERROR', `${what} is not supported by Bulk API 2.0 query jobs`);
  };
  if (query.groupBy !== undefined) refuse('GROUP BY');
  if (query.offset !== undefined) refuse('OFFSET');
  for (const field of query.fields ?? []) {
    if (field.type === 'FieldTypeof') refuse('TYPEOF');
    if (field.type === 'FieldSubquery') refuse('A parent-to-child relationship query');
    if (field.type === 'FieldFunctionExpression' && field.functionName.toUpperCase() !== 'TOLABEL') refuse(`${field.functionName}()`);
  }
}

/** Times in UTC with a Z, numbers with every digit, checkboxes as true and false, null as nothing (U-383). */
function textOf(field: FieldSchema, value: FieldValue): string {
  const out = fieldOutput(field, value);
  if (out === null) return '';
  if (typeof out === 'object') return out.rawJSON;
  return field.type === 'DateTime' ? String(out).replace(/\+0000$/, 'Z') : String(out);
}

/** The path of a column as the header row spells it: `Recipient__r.Payee_Key__c`. */
function nameOf({ org }: Asking, { via, field }: Column): string {
  return [...via.map((lookup) => apiRelationship(org.namespace, lookup, lookup.parentRelationship ?? lookup.name)), apiName(org.namespace, field)].join('.');
}

/** The columns of a result in the order of the query. Throws a QueryError for what the user may not see. */
export function csvColumns(asking: Asking, object: ObjectSchema, query: Query): readonly CsvColumn[] {
  return (query.fields ?? []).map((selected: Selected) => {
    if (selected.type === 'FieldFunctionExpression') {
      const [first] = selected.parameters ?? [];
      const column = columnAt(asking, object, pathOf(asking, object, String(first)));
      return { name: selected.alias ?? nameOf(asking, column), text: (row) => labelOf(column, row) };
    }
    if (selected.type !== 'Field' && selected.type !== 'FieldRelationship') throw new ApiProblem(400, 'API_ERROR', 'The query has a column a query job can not answer');
    const column = columnAt(asking, object, pathOf(asking, object, writtenOf(selected)));
    return { name: nameOf(asking, column), text: (row) => textOf(column.field, column.read(row)) };
  });
}

function labelOf({ field, read }: Column, row: Row): string {
  const value = read(row);
  return value === null ? '' : (field.picklist?.labels?.[String(value)] ?? String(value));
}

/** One row of text: every value in double quotes, a quote inside doubled, line ends inside left as they are. */
export const csvRow = (values: readonly string[], delimiter: string): string => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter);
