import type { OperationNode, ValueNode } from './graphql-document.ts';
import { GraphqlFault } from './graphql-fault.ts';
import { SpelledNumber } from './json-numbers.ts';

/** A bare word of the document, such as ASC. In variables such values are texts. */
export class EnumValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Values once variables are filled in: text, boolean, null, SpelledNumber, EnumValue, lists and plain objects. */
export type Variables = Readonly<Record<string, unknown>>;

/** What the operation's variables are for this request, defaults included. Throws ValidationError when a required one is missing. */
export function variablesOf(operation: OperationNode, given: Variables): Variables {
  const found: Record<string, unknown> = {};
  for (const { name, required, initial, at } of operation.variables) {
    const value = Object.hasOwn(given, name) ? given[name] : initial === undefined ? undefined : valueOf(initial, {});
    if (required && (value === undefined || value === null)) {
      throw new GraphqlFault('ValidationError', `Variable '${name}' has an invalid value: Variable '${name}' has coerced Null value for NonNull type`, at);
    }
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** The value of an argument; undefined for a variable that was not given, which counts as not having written the argument. */
export function valueOf(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'enum':
      return new EnumValue(node.name);
    case 'variable':
      return variables[node.name];
    case 'list':
      return node.items.map((item) => valueOf(item, variables) ?? null);
    default:
      return Object.fromEntries(node.fields.map(([name, value]) => [name, valueOf(value, variables)] as const).filter(([, value]) => value !== undefined));
  }
}

/** Names of variables that a value uses. */
export function variablesIn(node: ValueNode): string[] {
  if (node.kind === 'variable') return [node.name];
  if (node.kind === 'list') return node.items.flatMap(variablesIn);
  return node.kind === 'object' ? node.fields.flatMap(([, value]) => variablesIn(value)) : [];
}

export function isInput(value: unknown): value is Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof SpelledNumber) && !(value instanceof EnumValue);
}

/** The word of an enumeration, from the document or from a variable. */
export function wordOf(value: unknown): string | undefined {
  return value instanceof EnumValue ? value.name : typeof value === 'string' ? value : undefined;
}

/** A whole number; undefined when it is none. */
export function wholeOf(value: unknown): number | undefined {
  return value instanceof SpelledNumber && Number.isSafeInteger(value.value) && /^-?\d+$/.test(value.source) ? value.value : undefined;
}
