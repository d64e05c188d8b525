import { accessTo } from './access.ts';
import { GraphqlFault } from './graphql-fault.ts';
import { mutationInput, references, referred } from './graphql-mutation-input.ts';
import { flat, recordResolver } from './graphql-record.ts';
import { type Asked, type Checking, leaf, noSuchField, objectResolver, onlyArguments, type Resolve, wrongType } from './graphql-selection.ts';
import { isInput, type Variables } from './graphql-values.ts';
import type { ObjectSchema, SaveResult } from './org.ts';
import { uiObject } from './ui-objects.ts';

/** One operation of a mutation, checked and ready to run. `ids` are those of the operations before it, by key. */
interface Step {
  readonly asked: Asked;
  /** Keys of the operations it takes an id from. */
  readonly after: readonly string[];
  run(ids: ReadonlyMap<string, string>): SaveResult;
  readonly read: Resolve<string>;
}

/** The most operations of one request: no document names a number; the package keeps its chunks to this one (U-258). */
const mostOperations = 50;

/** `uiapi(input: { allOrNone })`: creates, updates and deletes in the order of the document. Answers data by key and the faults. */
export function mutationRunner(checking: Checking, uiapi: Asked): () => { data: Record<string, unknown>; faults: readonly GraphqlFault[] } {
  onlyArguments(checking, uiapi, ['input']);
  const { input } = uiapi.args;
  const allOrNone = !isInput(input) || input['allOrNone'] !== false;
  const steps: Step[] = [];
  objectResolver<null>(checking, uiapi, 'UIAPIMutations', (asked) => {
    const step = stepOf(checking, asked);
    if (step) steps.push(step);
    return undefined;
  });
  if (steps.length > mostOperations) checking.faults.push(new GraphqlFault('ValidationError', `A request has at most ${mostOperations} operations; this one has ${steps.length}`, uiapi.at, uiapi.path));
  return () => (allOrNone ? together(checking, steps) : oneByOne(checking, steps));
}

type Outcome = ReturnType<ReturnType<typeof mutationRunner>>;

class TakenBack extends Error {}

/** One failure takes back all; the others say so (U-259). */
function together(checking: Checking, steps: readonly Step[]): Outcome {
  let failed: { step: Step; result: SaveResult } | undefined;
  const ids = new Map<string, string>();
  try {
    return checking.asking.org.transaction(() => {
      for (const step of steps) {
        const result = step.run(ids);
        if (!result.success) {
          failed = { step, result };
          throw new TakenBack();
        }
        ids.set(step.asked.key, String(result.id));
      }
      return { data: Object.fromEntries(steps.map(({ asked, read }) => [asked.key, read(ids.get(asked.key) ?? '')])), faults: [] };
    });
  } catch (error) {
    if (!(error instanceof TakenBack) || !failed) throw error;
    const { step, result } = failed;
    const faults = steps.flatMap((each) => (each === step ? refusals(each, result) : [rolledBack(each)]));
    return { data: Object.fromEntries(steps.map(({ asked }) => [asked.key, null])), faults };
  }
}

function rolledBack({ asked }: Step): GraphqlFault {
  return new GraphqlFault('ExecutionAborted', 'Record rolled back because not all records were valid and the request was using AllOrNone header', asked.at, ['uiapi', asked.key]);
}

/**
 * Every operation stands alone, except that one that takes an id from a failed one fails with it. Operations that hang together
 * succeed or fail together: what a chain has written is taken back when a later part of it fails.
 */
function oneByOne(checking: Checking, steps: readonly Step[]): Outcome {
  const data: Record<string, unknown> = {};
  const faults: GraphqlFault[] = [];
  for (const chain of chains(steps)) {
    const outcome = together(checking, chain);
    Object.assign(data, outcome.data);
    faults.push(...outcome.faults);
  }
  return { data: Object.fromEntries(steps.map(({ asked }) => [asked.key, data[asked.key] ?? null])), faults };
}

/** Operations joined by references, each group in the order of the document. */
function chains(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const joined = groups.filter((group) => group.some(({ asked }) => step.after.includes(asked.key)));
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([...joined.flat(), step]);
  }
  return groups.map((group) => group.sort((a, b) => steps.indexOf(a) - steps.indexOf(b)));
}

/** The org's own words, one entry for each error (U-259). */
function refusals({ asked }: Step, { errors }: SaveResult): GraphqlFault[] {
  return errors.map(({ message }) => new GraphqlFault('DataFetchingException', message, asked.at, ['uiapi', asked.key]));
}

/** U-270: what operations are called, and that one the user may not do does not exist for him. */
function stepOf(checking: Checking, asked: Asked): Step | undefined {
  const [, name = '', verb] = /^(\w+?)(Create|Update|Delete)$/.exec(asked.name) ?? [];
  const object = uiObject(checking.asking.org, checking.asking.by, name);
  const access = object && accessTo(checking.asking.org, checking.asking.by, object);
  const allowed = access && (verb === 'Create' ? access.create : verb === 'Update' ? access.edit : access.delete);
  if (!object || allowed !== true) return noSuchField(checking, asked, 'UIAPIMutations');
  onlyArguments(checking, asked, ['input']);
  const { input } = asked.args;
  if (!isInput(input)) return wrongType(checking, asked, 'input', 'is required and must be an object');
  return verb === 'Delete' ? deletion(checking, asked, object, input) : writing(checking, asked, object, name, input, verb === 'Update');
}

function deletion(checking: Checking, asked: Asked, object: ObjectSchema, input: Variables): Step | undefined {
  const id = idOf(checking, asked, input);
  const { org, by } = checking.asking;
  const read = objectResolver<string>(checking, asked, 'RecordDeletePayload', (field) => (field.name === 'Id' ? leaf<string>(checking, field, 'ID', (done) => done) : noSuchField(checking, field, 'RecordDeletePayload')));
  if (id === undefined) return undefined;
  return { asked, after: references({ id }), read, run: (ids) => one(org.remove(object.name, [referred(id, ids)], { by, allOrNone: false, source: 'api' })) };
}

function writing(checking: Checking, asked: Asked, object: ObjectSchema, name: string, input: Variables, update: boolean): Step | undefined {
  const { org, by } = checking.asking;
  const given = input[name];
  const unknown = Object.keys(input).find((key) => key !== name && !(update && key === 'Id'));
  if (!isInput(given) || unknown !== undefined) return wrongType(checking, asked, 'input', unknown === undefined ? `is missing the object '${name}' with the fields` : `contains a field not in '${asked.name}Input': '${unknown}'`);
  const id = update ? idOf(checking, asked, input) : null;
  const row = mutationInput(checking, asked, object, given);
  const read = objectResolver<string>(checking, asked, `${asked.name}Payload`, (field) => payloadField(checking, field, asked, object, update));
  if (!row || id === undefined) return undefined;
  const run = (ids: ReadonlyMap<string, string>): SaveResult => {
    const filled = Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'string' && object.fields.get(key)?.referenceTo ? referred(value, ids) : value]));
    return one(org.save(object.name, [id === null ? filled : { ...filled, Id: referred(id, ids) }], { by, allOrNone: false, source: 'api' }));
  };
  return { asked, after: references({ ...row, id }), run, read };
}

/** `Record { Id Name { value } }`; an update has it since version 64 only, before that `success` alone. */
function payloadField(checking: Checking, field: Asked, asked: Asked, object: ObjectSchema, update: boolean): Resolve<string> | undefined {
  const { org, version } = checking.asking;
  if (update && field.name === 'success') return leaf(checking, field, 'Boolean', () => true);
  if (field.name !== 'Record' || (update && Number(version) < 64)) return noSuchField(checking, field, `${asked.name}Payload`);
  const read = recordResolver(checking, field, object, flat);
  return (id) => {
    const row = org.find(object.name, id);
    return row ? read(row) : null;
  };
}

function idOf(checking: Checking, asked: Asked, input: Variables): string | undefined {
  const id = input['Id'];
  return typeof id === 'string' ? id : wrongType(checking, asked, 'input', "is missing required fields '[Id]'");
}

function one(results: readonly SaveResult[]): SaveResult {
  const [result] = results;
  if (!result) throw new Error('Sandbox Salesforce: a mutation gave no result.');
  return result;
}
