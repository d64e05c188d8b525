import ts from 'typescript';
import { familyOf, resolveField, unknownValues } from './field-paths.ts';
import type { Family } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { QueryProblem, queryTree } from './graphql-tree.ts';
import type { Argument, Query, QueryValue, Selection } from './graphql-tree.ts';
import type { Bundle } from './lwc-bundles.ts';
import type { FieldShape, Package } from './package-model.ts';

/** GraphQL on UI API gives at most this many rows a page, and ten when nothing is said. */
const rowLimit = 2_000;
const operators: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin', 'like', 'includes', 'excludes']);
const variableTypes: Readonly<Partial<Record<Family, RegExp>>> = { number: /^(Double|Int|Long|Currency|Percent)/, boolean: /^Boolean/, date: /^Date/, datetime: /^DateTime/, picklist: /^(Picklist|String)/, text: /^(ID|String|IdOrRef|EmailAddress|Url|PhoneNumber|TextArea)/ };

interface Place { readonly pack: Package; readonly query: Query; readonly object: string }
interface Wrong { readonly at: number; readonly what: string; readonly todo: string }

const wrong = (at: number, what: string, todo: string): Wrong => ({ at, what, todo });

function* plainFindings({ query }: Place, value: QueryValue, field: FieldShape): Generator<Wrong> {
  if (value.kind === 'list') for (const item of value.items) yield* plainFindings({ query } as Place, item, field);
  if (value.kind === 'text') for (const unknown of unknownValues(field, [value.value])) yield wrong(value.at, `"${unknown}" is no value of ${field.name}.${nearest(unknown, field.values ?? [])}`, 'Use one of the picklist\'s values.');
  if (value.kind !== 'variable') return;
  const declared = query.variables.get(value.value);
  const fits = variableTypes[familyOf(field)];
  if (!declared) yield wrong(value.at, `The variable ${value.value} is not declared.${nearest(value.value, query.variables.keys())}`, 'Declare it behind the name of the query.');
  else if (fits && !fits.test(declared.type.replace(/^\[/, ''))) yield wrong(declared.at, `The variable ${value.value} is a ${declared.type}, but is compared with ${field.name}, a ${field.type}.`, 'Declare it with the field\'s type.');
}

function* conditionFindings(place: Place, field: FieldShape, value: QueryValue): Generator<Wrong> {
  if (value.kind !== 'object') return;
  for (const { name, value: compared, at } of value.entries) {
    if (!operators.has(name)) yield wrong(at, `There is no comparison ${name}.${nearest(name, operators)}`, `Use one of: ${[...operators].join(', ')}.`);
    // Dates stand one deeper: { gte: { value: $since } }.
    const inner = compared.kind === 'object' ? compared.entries.find((entry) => entry.name === 'value')?.value : compared;
    if (inner) yield* plainFindings(place, inner, field);
  }
}

function* whereFindings(place: Place, value: QueryValue): Generator<Wrong> {
  if (value.kind === 'list') for (const item of value.items) yield* whereFindings(place, item);
  if (value.kind !== 'object') return;
  for (const { name, value: inner, at } of value.entries) {
    if (['and', 'or', 'not'].includes(name)) yield* whereFindings(place, inner);
    else {
      const resolved = resolveField(place.pack, place.object, name);
      const lookup = name.endsWith('__r') ? resolveField(place.pack, place.object, name.replace(/__r$/, '__c')) : undefined;
      if (lookup && 'field' in lookup && lookup.field.target) yield* whereFindings({ ...place, object: lookup.field.target }, inner);
      else if ('wrong' in resolved) yield wrong(at, `The query filters by a field that is not there: ${resolved.wrong}.`, 'Name a field of the object.');
      else if (resolved.field.type === 'LongTextArea') yield wrong(at, `${name} is long text, which can't be filtered by.`, 'Use another field.');
      else yield* conditionFindings(place, resolved.field, inner);
    }
  }
}

function* fieldFindings(place: Place, selections: readonly Selection[], isAggregate: boolean): Generator<Wrong> {
  for (const { name, alias, at, inside } of selections) {
    const lookup = name.endsWith('__r') ? resolveField(place.pack, place.object, name.replace(/__r$/, '__c')) : undefined;
    const resolved = resolveField(place.pack, place.object, name);
    if (lookup && 'field' in lookup && lookup.field.target) yield* fieldFindings({ ...place, object: lookup.field.target }, inside, isAggregate);
    else if ('wrong' in resolved) yield wrong(at, `The query asks for a field that is not there: ${resolved.wrong}.`, 'Name a field of the object.');
    else if (name !== 'Id' && inside.length === 0) yield wrong(at, `${name} is asked for without { value }.`, 'Write { value } behind it.');
    if (alias === undefined && /__[cr]$/.test(name)) yield wrong(at, `${name} has no alias: in an org with a namespace it has another name.`, `Write an alias before it, for example amount: ${name}.`);
    if (isAggregate && 'field' in resolved && inside.some((each) => each.name === 'sum') && familyOf(resolved.field) !== 'number') yield wrong(at, `${name} is summed and is no number.`, 'Sum a number.');
  }
}

function* listFindings(place: Place, { inputs, inside, at, alias, name }: Selection, isAggregate: boolean): Generator<Wrong> {
  const input = (wanted: string): Argument | undefined => inputs.find((each) => each.name === wanted);
  const first = input('first');
  if (!first) yield wrong(at, `The list ${name} does not say how many: it gets ten.`, 'Write first: with a number.');
  else if (first.value.kind === 'number' && (Number(first.value.value) > rowLimit || Number(first.value.value) < 1)) yield wrong(first.at, `The list ${name} asks for ${first.value.value} rows; a page has 1 to ${rowLimit}.`, 'Ask for fewer and read on by the cursor.');
  if (alias === undefined) yield wrong(at, `${name} has no alias: in an org with a namespace it has another name.`, `Write an alias before it.`);
  const where = input('where');
  if (where) yield* whereFindings(place, where.value);
  for (const wanted of ['orderBy', 'groupBy']) {
    const value = input(wanted)?.value;
    for (const entry of value?.kind === 'object' ? value.entries : []) {
      const resolved = resolveField(place.pack, place.object, entry.name);
      if ('wrong' in resolved) yield wrong(entry.at, `The query orders or groups by a field that is not there: ${resolved.wrong}.`, 'Name a field of the object.');
    }
  }
  const nodes = inside.filter((each) => each.name === 'edges').flatMap((edges) => edges.inside.filter((each) => each.name === 'node'));
  for (const node of nodes) {
    const selections = isAggregate ? node.inside.flatMap((each) => (each.name === 'aggregate' ? each.inside : [])) : node.inside;
    yield* fieldFindings(place, selections, isAggregate);
  }
}

function* queryProblems(pack: Package, query: Query, source: string): Generator<Wrong> {
  for (const root of query.inside.filter(({ name }) => name === 'uiapi').flatMap(({ inside }) => inside)) {
    if (!['query', 'aggregate', 'objectInfos'].includes(root.name)) yield wrong(root.at, `There is no uiapi.${root.name}.`, 'Use query or aggregate.');
    else for (const list of root.name === 'objectInfos' ? [] : root.inside) {
      if (!pack.objects.has(list.name)) yield wrong(list.at, `The query reads ${list.name}, which does not exist here.${nearest(list.name, pack.objects.keys())}`, 'Name an object of this package.');
      else yield* listFindings({ pack, query, object: list.name }, list, root.name === 'aggregate');
    }
  }
  for (const [name, { at }] of query.variables) if (source.split(name).length < 3) yield wrong(at, `The variable ${name} is declared and never used.`, 'Remove it.');
}

/** Queries in gql`…`: objects, fields, values, variables, and an end to every list. */
export function* graphqlFindings(pack: Package, bundles: readonly Bundle[]): Generator<Finding> {
  for (const { path, tree } of bundles.flatMap(({ scripts }) => scripts)) {
    const queries: ts.TaggedTemplateExpression[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'gql') queries.push(node);
      ts.forEachChild(node, visit);
    };
    if (tree.text.includes('gql`')) visit(tree);
    for (const { template } of queries) {
      const lineAt = (at: number): number => tree.getLineAndCharacterOfPosition(template.getStart() + 1 + at).line + 1;
      if (!ts.isNoSubstitutionTemplateLiteral(template)) {
        yield finding(path, lineAt(0), 'The query is put together at run time, so nobody can check it.', 'Write it out, and hand values in as variables.');
        continue;
      }
      try {
        for (const { at, what, todo } of queryProblems(pack, queryTree(template.text), template.text)) yield finding(path, lineAt(at), what, todo);
      } catch (problem) {
        if (!(problem instanceof QueryProblem)) throw problem;
        yield finding(path, lineAt(problem.at), `The query can't be read: ${problem.message}.`, 'Correct it.');
      }
    }
  }
}
