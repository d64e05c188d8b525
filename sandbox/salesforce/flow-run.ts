import { startHolds } from './flow-conditions.ts';
import { interviewSteps } from './interview-steps.ts';
import type { FlowSteps } from './flow-statements.ts';
import { failure, openInterview } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import { compileFlow, connectorTarget } from './flow-model.ts';
import type { CompiledFlow } from './flow-model.ts';
import { carryOut } from './flow-operations.ts';
import type { FlowOperation } from './flow-operations.ts';
import { FlowError } from './flow-values.ts';
import { FormulaError } from './formula-error.ts';
import type { Org, SaveContext } from './org.ts';
import { children, flag, text } from './xml.ts';

export type RecordTrigger = 'RecordBeforeSave' | 'RecordAfterSave';

interface Running {
  readonly interview: Interview;
  readonly context: SaveContext;
  readonly steps: FlowSteps<void>;
  waitsFor: FlowOperation | undefined;
}

/** Active flows of one trigger and object, in the order an org runs them: trigger order, then name. */
function triggeredFlows(org: Org, object: string, trigger: RecordTrigger): CompiledFlow[] {
  const flows = org.flows.filter((flow) => {
    const start = children(flow.xml, 'start')[0];
    return flow.active && start && text(start, 'triggerType') === trigger && text(start, 'object') === object;
  });
  return flows.map(compileFlow).sort((a, b) => a.triggerOrder - b.triggerOrder || a.name.localeCompare(b.name));
}

function wants(flow: CompiledFlow, isNew: boolean): boolean {
  const type = text(flow.start, 'recordTriggerType') ?? 'Create';
  return type === 'CreateAndUpdate' || type === (isNew ? 'Create' : 'Update');
}

/** Entry conditions, and where asked for that the record did not meet them before. */
function enters(interview: Interview): boolean {
  if (!startHolds(interview)) return false;
  if (!flag(interview.flow.start, 'doesRequireRecordChangedToMeetCriteria') || interview.prior === null || !interview.record) return true;
  return !startHolds({ ...interview, record: { ...interview.record, row: interview.prior } });
}

function asFlowError(interview: Interview, error: unknown): FlowError {
  if (error instanceof FlowError) return error;
  // A formula's mistake belongs to the flow's author; anything else is a defect of the stand-in and goes through.
  if (error instanceof FormulaError) return failure(interview, error.message);
  throw error;
}

function advance(running: Running, errors: Map<SaveContext, FlowError>, results: Parameters<FlowSteps<void>['next']>[0] | undefined): void {
  try {
    const turn = results === undefined ? running.steps.next([]) : running.steps.next(results);
    running.waitsFor = turn.done === true ? undefined : turn.value;
  } catch (error) {
    running.waitsFor = undefined;
    errors.set(running.context, asFlowError(running.interview, error));
  }
}

/** Carries out together what several interviews ask for at the same element, and hands each its own results. */
function carryOutTogether(org: Org, waiting: readonly Running[], errors: Map<SaveContext, FlowError>): void {
  const first = waiting[0]?.waitsFor;
  const by = waiting[0]?.interview.by;
  if (!first || !by) return;
  const same = waiting.filter(({ waitsFor, interview }) => waitsFor?.kind === first.kind && waitsFor.element === first.element && waitsFor.object === first.object && interview.by === by);
  const results = carryOut(org, { ...first, rows: same.flatMap(({ waitsFor }) => waitsFor?.rows ?? []) }, by);
  let from = 0;
  for (const running of same) {
    const size = running.waitsFor?.rows.length ?? 0;
    advance(running, errors, results.slice(from, from + size));
    from += size;
  }
}

function runFlow(org: Org, flow: CompiledFlow, contexts: readonly SaveContext[], beforeSave: boolean, errors: Map<SaveContext, FlowError>): void {
  const running: Running[] = [];
  for (const context of contexts) {
    if (errors.has(context) || !wants(flow, context.prior === null)) continue;
    // Before the save, the row itself is changed; afterwards flows see a copy of what was written.
    const row = beforeSave ? context.row : { ...context.row };
    const interview = openInterview({ org, flow, by: context.by, prior: context.prior, beforeSave, record: { kind: 'record', object: context.object, row, touched: new Set() } });
    try {
      if (!enters(interview)) continue;
    } catch (error) {
      errors.set(context, asFlowError(interview, error));
      continue;
    }
    running.push({ interview, context, steps: interviewSteps(interview), waitsFor: undefined });
    if (!beforeSave) runAsynchronousPath(org, interview);
  }
  for (const each of running) advance(each, errors, undefined);
  for (let waiting = running.filter((each) => each.waitsFor); waiting.length > 0; waiting = running.filter((each) => each.waitsFor)) {
    carryOutTogether(org, waiting, errors);
  }
}

/** The path "Run Asynchronously" starts when the transaction is over; a record that was rolled back has none. */
function runAsynchronousPath(org: Org, interview: Interview): void {
  for (const path of children(interview.flow.start, 'scheduledPaths')) {
    if (text(path, 'pathType') !== 'AsyncAfterCommit') throw failure(interview, 'time-based scheduled paths cannot be run by the stand-in. Use the asynchronous path.');
    const id = String(interview.record?.row.Id ?? '');
    const object = interview.record?.object.name ?? '';
    org.world.clock.after(0, () => {
      if (!org.find(object, id)) return;
      const steps = interviewSteps({ ...interview, values: new Map() }, connectorTarget(path));
      for (let turn = steps.next([]); turn.done !== true; turn = steps.next(carryOut(org, turn.value, interview.by)));
    });
  }
}

/**
 * Runs all flows a save triggers, for all its records together: statements of one element become one call, as in a bulk save.
 * Answers the failed records with what failed; the others went through.
 */
export function runRecordFlows(org: Org, trigger: RecordTrigger, contexts: readonly SaveContext[]): ReadonlyMap<SaveContext, FlowError> {
  const errors = new Map<SaveContext, FlowError>();
  const objects = new Set(contexts.map(({ object }) => object.name));
  for (const object of objects) {
    const affected = contexts.filter((context) => context.object.name === object);
    for (const flow of triggeredFlows(org, object, trigger)) runFlow(org, flow, affected, trigger === 'RecordBeforeSave', errors);
  }
  return errors;
}
