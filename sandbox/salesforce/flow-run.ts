import { asFlowError, runBatch } from './flow-batch.ts';
import { startHolds } from './flow-conditions.ts';
import { openInterview } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import { compileFlow } from './flow-model.ts';
import type { CompiledFlow } from './flow-model.ts';
import { followPaths } from './flow-paths.ts';
import type { FlowError } from './flow-values.ts';
import type { Org, SaveContext } from './org.ts';
import { children, flag, text } from './xml.ts';

export type RecordTrigger = 'RecordBeforeSave' | 'RecordAfterSave';

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

function runFlow(org: Org, flow: CompiledFlow, contexts: readonly SaveContext[], beforeSave: boolean, errors: Map<SaveContext, FlowError>): void {
  const entered = new Map<Interview, SaveContext>();
  const saved: Interview[] = [];
  for (const context of contexts) {
    if (errors.has(context)) continue;
    // Before the save, the row itself is changed; afterwards flows see a copy of what was written.
    const row = beforeSave ? context.row : { ...context.row };
    const interview = openInterview({ org, flow, by: context.by, prior: context.prior, beforeSave, record: { kind: 'record', object: context.object, row, touched: new Set() } });
    saved.push(interview);
    try {
      if (wants(flow, context.prior === null) && enters(interview)) entered.set(interview, context);
    } catch (error) {
      errors.set(context, asFlowError(interview, error));
    }
  }
  if (!beforeSave) followPaths(org, flow, saved, new Set(entered.keys()));
  for (const [interview, error] of runBatch(org, [...entered.keys()])) {
    const context = entered.get(interview);
    if (context) errors.set(context, error);
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
