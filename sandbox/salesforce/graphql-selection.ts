import { GraphqlFault } from './graphql-fault.ts';
import type { DirectiveNode, FragmentNode, Place, SelectionNode } from './graphql-document.ts';
import { valueOf, variablesIn, type Variables } from './graphql-values.ts';
import type { Asking } from './soql-columns.ts';

/** What is handed through while a document is checked against the schema as this user sees it. */
export interface Checking {
  readonly asking: Asking;
  readonly fragments: ReadonlyMap<string, FragmentNode>;
  readonly variables: Variables;
  /** Names the operation declares. */
  readonly declared: ReadonlySet<string>;
  /** All that is wrong with the document; nothing runs when there is any. */
  readonly faults: GraphqlFault[];
}

/** A field of the answer: selections of the same key are one. */
export interface Asked {
  readonly key: string;
  readonly name: string;
  readonly args: Variables;
  /** `@optional`: left out without an error where the user may not see it. */
  readonly optional: boolean;
  readonly selections: readonly SelectionNode[] | undefined;
  readonly at: Place;
  /** From `uiapi`, names of fields. */
  readonly path: readonly string[];
}

/** Reads one value of the answer from what the field stands on. */
export type Resolve<S> = (source: S) => unknown;

/** The fields asked for on a type, fragments resolved. `is` tells whether a type condition holds. */
export function askedFields(checking: Checking, selections: readonly SelectionNode[], path: readonly string[], is: (type: string) => boolean): Asked[] {
  const found = new Map<string, Asked>();
  gather(checking, selections, path, is, found, new Set());
  return [...found.values()];
}

function gather(checking: Checking, selections: readonly SelectionNode[], path: readonly string[], is: (type: string) => boolean, found: Map<string, Asked>, open: ReadonlySet<string>): void {
  for (const each of selections) {
    if (leftOut(checking, each.directives)) continue;
    if (each.kind === 'inline') {
      if (each.on === undefined || is(each.on)) gather(checking, each.selections, path, is, found, open);
    } else if (each.kind === 'spread') {
      const fragment = checking.fragments.get(each.name);
      if (!fragment || open.has(each.name)) {
        checking.faults.push(GraphqlFault.invalid(fragment ? 'FragmentCycle' : 'UndefinedFragment', fragment ? 'Fragment cycles not allowed' : `Undefined fragment '${each.name}'`, each.at, path));
      } else if (is(fragment.on)) gather(checking, fragment.selections, path, is, found, new Set([...open, each.name]));
    } else {
      const known = found.get(each.key);
      const here = [...path, each.name];
      if (known && known.name !== each.name) checking.faults.push(GraphqlFault.invalid('FieldsConflict', `'${each.key}' : '${known.name}' and '${each.name}' are different fields`, each.at, here));
      const args = Object.fromEntries(each.args.map(([name, value]) => [name, argument(checking, value, each.at, here)] as const).filter(([, value]) => value !== undefined));
      const merged = known?.selections && each.selections ? [...known.selections, ...each.selections] : (each.selections ?? known?.selections);
      found.set(each.key, { key: each.key, name: each.name, args: known?.args ?? args, optional: each.directives.some(({ name }) => name === 'optional'), selections: merged, at: each.at, path: here });
    }
  }
}

function argument(checking: Checking, value: Parameters<typeof valueOf>[0], at: Place, path: readonly string[]): unknown {
  for (const name of variablesIn(value)) {
    if (!checking.declared.has(name)) checking.faults.push(GraphqlFault.invalid('UndefinedVariable', `Undefined variable '${name}'`, at, path));
  }
  return valueOf(value, checking.variables);
}

function leftOut(checking: Checking, directives: readonly DirectiveNode[]): boolean {
  return directives.some(({ name, args }) => {
    const condition = args.find(([key]) => key === 'if')?.[1];
    const value = condition && valueOf(condition, checking.variables);
    return (name === 'skip' && value === true) || (name === 'include' && value === false);
  });
}

/** An object of the answer: `resolver` checks each field and gives its reader, or notes a fault and gives none. `type` answers `__typename`. */
export function objectResolver<S>(checking: Checking, field: Pick<Asked, 'selections' | 'at' | 'path' | 'name'>, type: string, resolver: (asked: Asked) => Resolve<S> | undefined, is: (type: string) => boolean = (on) => on === type): Resolve<S> {
  if (!field.selections) {
    checking.faults.push(GraphqlFault.invalid('SubselectionRequired', `Subselection required for type '${type}' of field '${field.name}'`, field.at, field.path));
    return () => null;
  }
  const parts = askedFields(checking, field.selections, field.path, is).flatMap((asked): (readonly [string, Resolve<S>])[] => {
    const read = asked.name === '__typename' ? (): string => type : resolver(asked);
    return read ? [[asked.key, read]] : [];
  });
  return (source) => Object.fromEntries(parts.map(([key, read]) => [key, read(source)]));
}

/** Notes that the type has no such field, or none for this user: the schema does not tell which. */
export function noSuchField(checking: Checking, asked: Asked, type: string): undefined {
  if (!asked.optional) checking.faults.push(GraphqlFault.invalid('FieldUndefined', `Field '${asked.name}' in type '${type}' is undefined`, asked.at, asked.path));
  return undefined;
}

/** A field without fields of its own. */
export function leaf<S>(checking: Checking, asked: Asked, type: string, read: Resolve<S>): Resolve<S> {
  if (asked.selections) checking.faults.push(GraphqlFault.invalid('SubselectionNotAllowed', `Subselection not allowed on leaf type '${type}' of field '${asked.name}'`, asked.at, asked.path));
  return read;
}

/** Notes arguments that the field does not have. */
export function onlyArguments(checking: Checking, asked: Asked, names: readonly string[]): void {
  for (const name of Object.keys(asked.args)) {
    if (!names.includes(name)) checking.faults.push(GraphqlFault.invalid('UnknownArgument', `Unknown field argument '${name}'`, asked.at, asked.path));
  }
}

/** Notes an argument whose value does not fit its type. */
export function wrongType(checking: Checking, asked: Asked, argument: string, problem: string): undefined {
  checking.faults.push(GraphqlFault.invalid('WrongType', `argument '${argument}' ${problem}`, asked.at, asked.path));
  return undefined;
}
