import { formatDecimal, roundDecimal } from './formula-decimal.ts';
import { FormulaError } from './formula-error.ts';
import type { FormulaScope } from './formula-function.ts';
import { fieldOf, toFieldValue, toFormulaValue } from './formula-field-value.ts';
import { readGlobal } from './formula-globals.ts';
import type { FormulaValue } from './formula-values.ts';
import { evaluateFormula } from './formula.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Org, Row, User } from './org.ts';

/** How deep formulas may read other formulas: a circle ends here instead of in a stack overflow. */
const DEEPEST = 15;

interface RowScopeOptions {
  readonly row: Row;
  readonly prior: Row | null;
  readonly by: User;
  /** Blank numbers read as 0, and blank texts as '' (formula fields and rules; flows know null). */
  readonly blanksAsZero?: boolean;
  /** Flows read ids with 18 characters and picklists as they are; everything else reads 15 (U-104). */
  readonly flow?: boolean;
  readonly depth?: number;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The parent record a relationship name leads to: its object and row (undefined when the lookup is empty). */
function parentOf(org: Org, object: ObjectSchema, row: Row, relationship: string): { object: ObjectSchema; row: Row | undefined } {
  const field = [...object.fields.values()].find((each) => each.parentRelationship !== undefined && sameName(each.parentRelationship, relationship));
  if (!field) throw new FormulaError('unknown', `${object.name} has no relationship ${relationship}. Check the spelling or deploy the lookup.`);
  const id = row[field.name];
  for (const name of field.referenceTo ?? []) {
    const found = typeof id === 'string' ? org.find(name, id) : undefined;
    const parent = org.schema.get(name);
    if (parent && (found || field.referenceTo?.length === 1)) return { object: parent, row: found };
  }
  // An empty lookup to one of several objects: their common fields (Name, Id) come from the first.
  const first = org.schema.get(field.referenceTo?.[0] ?? '');
  if (!first) throw new FormulaError('unknown', `${object.name}.${field.name} refers to ${field.referenceTo?.join(', ') ?? 'nothing'}, which this org does not have. Deploy it.`);
  return { object: first, row: undefined };
}

/** Reads `path` from a record, over relationships and through formula fields. */
export function readField(org: Org, object: ObjectSchema, path: readonly string[], options: Omit<RowScopeOptions, 'prior'>): FormulaValue {
  const [name = '', ...rest] = path;
  if (rest.length > 0) {
    const parent = parentOf(org, object, options.row, name);
    return readField(org, parent.object, rest, { ...options, row: parent.row ?? {} });
  }
  const field = fieldOf(object, name);
  if (!field) throw new FormulaError('unknown', `field ${name} does not exist on ${object.name}. Check the spelling or deploy the field.`);
  if (field.formula === undefined) return toFormulaValue(field, options.row[field.name], options);
  const value = formulaFieldValue(org, object, options.row, field, options.by, (options.depth ?? 0) + 1);
  return toFormulaValue(field, value, options);
}

/**
 * The value of a formula field, rounded half up to its scale (never through a double). An uncomputable formula is null
 * (a page shows #Error!); an unknown name throws, as such a formula could not have been deployed.
 */
export function formulaFieldValue(org: Org, object: ObjectSchema, row: Row, field: FieldSchema, by: User, depth = 0): FieldValue {
  if (depth > DEEPEST) throw new FormulaError('value', `${object.name}.${field.name} reads itself in a circle. Break the circle.`);
  try {
    const scope = rowScope(org, object, { row, prior: null, by, blanksAsZero: field.blanksAsZero ?? true, depth });
    return fitted(field, evaluateFormula(field.formula ?? 'NULL', scope));
  } catch (error) {
    if (error instanceof FormulaError && error.reason === 'value' && depth === 0) return null;
    throw error;
  }
}

function fitted(field: FieldSchema, value: FormulaValue): FieldValue {
  if (typeof value === 'object' && value?.kind === 'decimal') return formatDecimal(roundDecimal(value, field.scale ?? 0));
  return toFieldValue(value);
}

/** The scope of one record: a row, what it was before, and who saves it. */
export function rowScope(org: Org, object: ObjectSchema, options: RowScopeOptions): FormulaScope {
  const read = (row: Row) => (path: readonly string[]): FormulaValue => {
    const head = path[0] ?? '';
    return head.startsWith('$') ? readGlobal(org, options.by, path, options) : readField(org, object, path, { ...options, row });
  };
  return { read: read(options.row), readPrior: read(options.prior ?? options.row), isNew: options.prior === null, now: () => org.world.clock.now() };
}
