import { sees } from './access.ts';
import { ApiProblem } from './api-problem.ts';
import { apiName } from './names.ts';
import type { ObjectSchema, Row } from './org.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import type { ServerState } from './server-state.ts';
import { compareValues } from './soql-aggregate.ts';
import { columnAt } from './soql-columns.ts';
import { listFilterTest } from './ui-list-filter.ts';
import { type ListView, listView } from './ui-list-view.ts';
import { isField, qualifiedFields, recordShape } from './ui-record.ts';
import { componentName, listed, pathObject, tagged } from './ui-shapes.ts';

/** `/ui-api/list-info` and `/ui-api/list-records` of deployed list views. */
export function uiListDoors(state: ServerState): RestDoors {
  const v = '/services/data/:version/ui-api';
  return {
    [`GET ${v}/list-info/:object`]: (call) => ({ status: 200, body: directory(state, call) }),
    [`GET ${v}/list-info/:object/:view`]: (call) => ({ status: 200, body: info(state, call, viewOf(state, call)) }),
    [`GET ${v}/list-records/:object/:view`]: (call) => ({ status: 200, body: records(state, call, viewOf(state, call)) }),
  };
}

type Viewed = { readonly object: ObjectSchema; readonly view: ListView };

function viewOf(state: ServerState, call: RestCall): Viewed {
  const object = pathObject(state.org, call);
  return { object, view: listView(state.org, state.draft, call.by, object, call.params['view'] ?? '') };
}

function referenceTo(state: ServerState, object: ObjectSchema, { id, name }: Pick<ListView, 'id' | 'name'>): Record<string, unknown> {
  return { id, listViewApiName: name, objectApiName: apiName(state.org.namespace, object), parentObjectApiName: null, parentRecordId: null, relatedListId: null, type: 'listView' };
}

function directory(state: ServerState, call: RestCall): Record<string, unknown> {
  const object = pathObject(state.org, call);
  const names = [...state.draft.others.values()].filter(({ type, fullName }) => type === 'ListView' && fullName.startsWith(`${object.name}.`)).map(({ fullName }) => componentName(state.org, object, fullName.slice(object.name.length + 1)));
  const lists = names.map((name) => listView(state.org, state.draft, call.by, object, name)).map((view) => ({ apiName: view.name, id: view.id, label: view.label, listUiUrl: `/services/data/v${call.version}/ui-api/list-ui/${view.id}` }));
  return tagged({ count: lists.length, lists, objectApiName: apiName(state.org.namespace, object) });
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** List Info: columns, filters with their operators as the page shows them, order, scope. */
function info(state: ServerState, _call: RestCall, { object, view }: Viewed): Record<string, unknown> {
  const name = (path: readonly string[]): string => path.join('.');
  return tagged({
    cloneable: true, createable: true, deletable: false,
    displayColumns: view.columns.map(({ path, label, sortable }) => ({ fieldApiName: name(path), label, lookupId: path.length > 1 ? name([...path.slice(0, -1), 'Id']) : path[0] === 'Name' ? 'Id' : null, sortable })),
    filterLogicString: view.logic ?? null,
    filteredByInfo: view.filters.map(({ path, label, operation, value }) => ({ fieldApiName: name(path), label, operandLabels: value.split(',').map((each) => each.trim()), operator: capital(operation) })),
    label: view.label, listReference: referenceTo(state, object, view),
    // U-268: a view that was never sorted by hand is ordered by Name where it shows it.
    orderedByInfo: usualOrder(view).map((field) => ({ fieldApiName: field, isAscending: true, label: view.columns.find(({ path }) => name(path) === field)?.label ?? field })),
    scope: { apiName: view.scope, entityId: null, label: view.scope === 'mine' ? `My ${object.pluralLabel}` : `All ${object.pluralLabel}`, relatedEntityId: null },
    updateable: false, userPreferences: { columnWidths: {}, columnWrap: {} }, visibility: 'Public', visibilityEditable: false,
  });
}

function usualOrder(view: ListView): string[] {
  return view.columns.some(({ path }) => path.length === 1 && path[0] === 'Name') ? ['Name'] : [];
}

const usualPageSize = 50;
const mostPageSize = 2000;
const mostSortFields = 5;

/** List Record Collection: the records of one page with the view's columns and the fields asked for besides. */
function records(state: ServerState, call: RestCall, viewed: Viewed): Record<string, unknown> {
  const { org } = state;
  const { object, view } = viewed;
  const pageSize = numberOf(call, 'pageSize', usualPageSize, 1, mostPageSize);
  const from = numberOf(call, 'pageToken', 0, 0, mostPageSize);
  const [fields, optionalFields] = [listed(call, 'fields'), listed(call, 'optionalFields')];
  const extra = [...qualifiedFields(org, call.by, object, fields, false), ...qualifiedFields(org, call.by, object, optionalFields, true)];
  const sortBy = listed(call, 'sortBy').length > 0 ? listed(call, 'sortBy') : usualOrder(view);
  const rows = sorted(state, call, object, sortBy, matching(state, call, viewed));
  const shown = rows.slice(from, from + pageSize);
  const paths = [...view.columns.map(({ path }) => path), ...extra, ['Id'], ['CreatedDate'], ['LastModifiedDate'], ['SystemModstamp']];
  const url = (token: number): string => `${call.path}?pageSize=${pageSize}&pageToken=${token}`;
  const next = from + pageSize < rows.length ? from + pageSize : undefined;
  const previous = from > 0 ? Math.max(0, from - pageSize) : undefined;
  return {
    count: shown.length, currentPageToken: String(from), currentPageUrl: url(from), fields, listInfoETag: info(state, call, viewed)['eTag'], listReference: referenceTo(state, object, view),
    nextPageToken: next === undefined ? null : String(next), nextPageUrl: next === undefined ? null : url(next), optionalFields, pageSize,
    previousPageToken: previous === undefined ? null : String(previous), previousPageUrl: previous === undefined ? null : url(previous),
    records: shown.map((row) => recordShape(org, call.by, object, row, paths)), sortBy: sortBy.join(','),
  };
}

function matching({ org }: ServerState, call: RestCall, { object, view }: Viewed): Row[] {
  const test = listFilterTest(view.filters, view.logic, org.world.clock.now());
  return [...org.rows(object.name).values()].filter((row) => row['IsDeleted'] !== true && (view.scope !== 'mine' || row['OwnerId'] === call.by.id) && test(row) && sees(org, call.by, object, row));
}

function sorted({ org }: ServerState, call: RestCall, object: ObjectSchema, sortBy: readonly string[], rows: Row[]): Row[] {
  if (sortBy.length > mostSortFields) throw new ApiProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', `At most ${mostSortFields} fields can be given in sortBy`);
  const criteria = sortBy.map((given) => {
    const path = given.replace(/^-/, '').split('.');
    if (!isField(org, call.by, object, path)) throw new ApiProblem(400, 'INVALID_FIELD', `No such column '${path.join('.')}' on entity '${apiName(org.namespace, object)}'.`);
    return { column: columnAt({ org, by: call.by, soql: '', version: '' }, object, path), sign: given.startsWith('-') ? -1 : 1 };
  });
  return rows.sort((a, b) => {
    for (const { column, sign } of criteria) {
      const [left, right] = [column.read(a), column.read(b)];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? -1 : 1;
      const order = compareValues(column.field, left, right) * sign;
      if (order !== 0) return order;
    }
    return 0;
  });
}

function numberOf(call: RestCall, parameter: string, usual: number, least: number, most: number): number {
  const given = call.search.get(parameter);
  if (given === null) return usual;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : -1;
  if (number < least || number > most) throw new ApiProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', `${parameter} must be between ${least} and ${most}`);
  return number;
}
