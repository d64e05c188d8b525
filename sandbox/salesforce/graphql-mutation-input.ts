import { accessTo } from './access.ts';
import { MisfitValue } from './field-input.ts';
import { type Asked, type Checking, wrongType } from './graphql-selection.ts';
import { EnumValue, isInput, type Variables } from './graphql-values.ts';
import { apiName } from './names.ts';
import type { FieldSchema, ObjectSchema, Row } from './org.ts';
import { fullId } from './record-ids.ts';
import { inputValue } from './record-input.ts';
import { uiField } from './ui-objects.ts';

/** `@{create}`: the id of an earlier operation of the same request. */
const reference = /^@\{(\w+)\}$/;

/** The fields of the input as a row. References to earlier operations stay as they are until these have run. */
export function mutationInput(checking: Checking, asked: Asked, object: ObjectSchema, given: Variables): Row | undefined {
  const { org, by } = checking.asking;
  const row: Row = {};
  let fits = true;
  for (const [name, value] of Object.entries(given)) {
    const field = uiField(org, by, object, name);
    if (!field || field.readOnly || !accessTo(org, by, object).edits(field)) {
      wrongType(checking, asked, 'input', `contains a field not in '${apiName(org.namespace, object)}${asked.name.slice(-6)}Representation': '${name}'`);
      fits = false;
    } else if (field.referenceTo && typeof value === 'string' && reference.test(value)) row[field.name] = value;
    else {
      try {
        row[field.name] = inputValue(field, fitting(field, value));
      } catch (error) {
        if (!(error instanceof MisfitValue)) throw error;
        wrongType(checking, asked, `input.${name}`, `is not a valid ${field.type}`);
        fits = false;
      }
    }
  }
  return fits ? row : undefined;
}

/** What GraphQL's types let through; U-272: numbers and checkboxes are not written as texts. What does not fit becomes a value that no field takes. */
function fitting(field: FieldSchema, value: unknown): unknown {
  const typed = field.type === 'Checkbox' || field.type === 'Number' || field.type === 'Currency' || field.type === 'Percent';
  return value instanceof EnumValue || isInput(value) || (typed && typeof value === 'string') ? {} : value;
}

/** Keys of the earlier operations that these values refer to. */
export function references(values: Readonly<Record<string, unknown>>): string[] {
  return Object.values(values).flatMap((value) => (typeof value === 'string' ? (reference.exec(value)?.[1] ?? []) : []));
}

/** `@{create}` becomes the id of the operation of that key; an id in its long form; what is neither stays for the org to refuse. */
export function referred(value: string, ids: ReadonlyMap<string, string>): string {
  const key = reference.exec(value)?.[1];
  return (key === undefined ? fullId(value) : ids.get(key)) ?? value;
}
