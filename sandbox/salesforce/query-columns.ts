import { apiName } from './names.ts';
import type { FieldSchema, Org, User } from './org.ts';
import { columnAt } from './soql-columns.ts';
import { queriedObject } from './run-query.ts';
import { pathOf, writtenOf } from './soql-where.ts';

interface ColumnMetadata {
  readonly aggregate: boolean;
  readonly apexType: string;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: readonly ColumnMetadata[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

/** What `query?columns=true` answers; the CLI asks it to lay out its table. */
export function columnMetadata(org: Org, soql: string, by: User): { columnMetadata: ColumnMetadata[]; entityName: string; groupBy: boolean; idSelected: boolean; keyPrefix: string } {
  const { object, query } = queriedObject(org, soql, by);
  const asking = { org, by, soql, version: '66.0' };
  const columns = (query.fields ?? []).flatMap((each): ColumnMetadata[] => {
    if (each.type === 'FieldSubquery') return [column(each.subquery.relationshipName, undefined, true)];
    if (each.type === 'FieldFunctionExpression') return [column(each.alias ?? each.rawValue ?? each.functionName, undefined, true)];
    if (each.type !== 'Field' && each.type !== 'FieldRelationship') return [];
    const path = pathOf(asking, object, writtenOf(each));
    const { field } = columnAt(asking, object, path);
    const [head = '', ...rest] = path;
    if (rest.length === 0) return [column(apiName(org.namespace, field), field, false)];
    return [{ ...column(head, undefined, false), joinColumns: [column(rest.join('.'), field, false)] }];
  });
  return { columnMetadata: columns, entityName: apiName(org.namespace, object), groupBy: query.groupBy !== undefined, idSelected: false, keyPrefix: object.keyPrefix };
}

function column(name: string, field: FieldSchema | undefined, aggregate: boolean): ColumnMetadata {
  const number = field !== undefined && ['Number', 'Currency', 'Percent'].includes(field.type);
  return {
    aggregate, apexType: number ? 'Decimal' : 'String', booleanType: field?.type === 'Checkbox', columnName: name, custom: field?.custom ?? false, displayName: name, foreignKeyName: null,
    insertable: field !== undefined && !field.readOnly, joinColumns: [], numberType: number, textType: !number, updatable: field !== undefined && !field.readOnly,
  };
}
