import type { Reply } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { aggregateResolver } from './graphql-aggregate.ts';
import type { DocumentNode, OperationNode } from './graphql-document.ts';
import { GraphqlFault } from './graphql-fault.ts';
import { mutationRunner } from './graphql-mutation.ts';
import { parseGraphql } from './graphql-parser.ts';
import { recordResolver, recordsResolver } from './graphql-record.ts';
import { type Asked, askedFields, type Checking, noSuchField, objectResolver, type Resolve } from './graphql-selection.ts';
import { isInput, type Variables, variablesOf } from './graphql-values.ts';
import type { ObjectSchema, Org } from './org.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import { QueryError } from './soql-error.ts';
import { uiObject } from './ui-objects.ts';

/** `POST /graphql`: 200 whatever becomes of the request, with `data` and `errors` (GraphQL guide, Status Codes and Error Responses). */
export function graphqlDoors(org: Org): RestDoors {
  return { 'POST /services/data/:version/graphql': (call) => ({ status: 200, body: answer(org, call) }) };
}

interface Request {
  readonly query: string;
  readonly variables: Variables;
  readonly operationName: string | undefined;
}

function requestOf(call: RestCall): Request {
  const body = call.body();
  if (!isInput(body) || typeof body['query'] !== 'string') throw new ApiProblem(400, 'JSON_PARSER_ERROR', 'The request body must be a JSON object with the document in query');
  const { query, variables, operationName } = body;
  return { query, variables: isInput(variables) ? variables : {}, operationName: typeof operationName === 'string' ? operationName : undefined };
}

function answer(org: Org, call: RestCall): Reply['body'] {
  const request = requestOf(call);
  try {
    const document = parseGraphql(request.query);
    const operation = operationOf(document, request.operationName);
    const declared = new Set(operation.variables.map(({ name }) => name));
    const checking: Checking = { asking: { org, by: call.by, soql: '', version: call.version }, fragments: document.fragments, variables: variablesOf(operation, request.variables), declared, faults: [] };
    const run = operation.operation === 'mutation' ? mutation(checking, operation) : query(checking, operation);
    if (checking.faults.length > 0) return { data: {}, errors: checking.faults.map((fault) => fault.toEntry()) };
    const { data, faults } = run();
    return { data, errors: faults.map((fault) => fault.toEntry()) };
  } catch (error) {
    if (error instanceof GraphqlFault) return { data: {}, errors: [error.toEntry()] };
    if (error instanceof QueryError) return { data: {}, errors: [new GraphqlFault('DataFetchingException', error.message).toEntry()] };
    throw error;
  }
}

function operationOf({ operations }: DocumentNode, name: string | undefined): OperationNode {
  const named = name === undefined ? operations : operations.filter((each) => each.name === name);
  const [only, ...more] = named;
  if (!only) throw new GraphqlFault('OperationNotSupported', `Unknown operation named '${name ?? ''}'.`);
  if (more.length > 0) throw new GraphqlFault('OperationNotSupported', 'Must provide operation name if query contains multiple operations.');
  if (only.operation === 'subscription') throw new GraphqlFault('OperationNotSupported', 'The schema has no subscriptions.', only.at);
  return only;
}

type Run = () => { data: unknown; faults: readonly GraphqlFault[] };

function mutation(checking: Checking, operation: OperationNode): Run {
  const parts = askedFields(checking, operation.selections, [], (on) => on === 'Mutation').flatMap((asked) => {
    if (asked.name === 'uiapi') return [{ asked, run: mutationRunner(checking, asked) }];
    noSuchField(checking, asked, 'Mutation');
    return [];
  });
  return () => {
    const done = parts.map(({ asked, run }) => ({ asked, ...run() }));
    return { data: Object.fromEntries(done.map(({ asked, data }) => [asked.key, data])), faults: done.flatMap(({ faults }) => faults) };
  };
}

/** Objects that one request may ask for, under query and aggregate together (U-260). Each is a subquery. */
const mostSubqueries = 10;

function query(checking: Checking, operation: OperationNode): Run {
  const subqueries: Asked[] = [];
  const root = { name: 'query', selections: operation.selections, at: operation.at, path: [] };
  const read = objectResolver<null>(checking, root, 'Query', (asked) => (asked.name === 'uiapi' ? uiapi(checking, asked, subqueries) : noSuchField(checking, asked, 'Query')));
  if (subqueries.length > mostSubqueries) {
    checking.faults.push(new GraphqlFault('ValidationError', `A query can contain up to ${mostSubqueries} subqueries; this one has ${subqueries.length}`, operation.at));
  }
  return () => ({ data: read(null), faults: [] });
}

function uiapi(checking: Checking, asked: Asked, subqueries: Asked[]): Resolve<null> {
  return objectResolver<null>(checking, asked, 'UIAPI', (family) => {
    if (family.name === 'query') return objects(checking, family, 'RecordQuery', subqueries, recordsResolver);
    if (family.name === 'aggregate') return objects(checking, family, 'RecordQueryAggregate', subqueries, aggregateResolver);
    return family.name === 'currentUser' ? currentUser(checking, family) : noSuchField(checking, family, 'UIAPI');
  });
}

function objects(checking: Checking, asked: Asked, type: string, subqueries: Asked[], resolver: (checking: Checking, asked: Asked, object: ObjectSchema) => () => unknown): Resolve<null> {
  return objectResolver<null>(checking, asked, type, (field) => {
    const object = uiObject(checking.asking.org, checking.asking.by, field.name);
    if (!object) return noSuchField(checking, field, type);
    subqueries.push(field);
    return resolver(checking, field, object);
  });
}

function currentUser(checking: Checking, asked: Asked): Resolve<null> | undefined {
  const { org, by } = checking.asking;
  const user = uiObject(org, by, 'User');
  if (!user) return noSuchField(checking, asked, 'UIAPI');
  const read = recordResolver(checking, asked, user, { parents: 0, children: 0 });
  return () => {
    const row = org.find('User', by.id);
    return row ? read(row) : null;
  };
}
