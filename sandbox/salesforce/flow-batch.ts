import { failure } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import { carryOut } from './flow-operations.ts';
import type { FlowOperation } from './flow-operations.ts';
import type { FlowSteps } from './flow-statements.ts';
import { FlowError } from './flow-values.ts';
import { FormulaError } from './formula-error.ts';
import { interviewSteps } from './interview-steps.ts';
import type { Org } from './org.ts';

interface Running {
  readonly interview: Interview;
  readonly steps: FlowSteps<void>;
  waitsFor: FlowOperation | undefined;
}

/** What a flow's author did wrong, as the flow's error; anything else is a defect of the stand-in and goes through. */
export function asFlowError(interview: Interview, error: unknown): FlowError {
  if (error instanceof FlowError) return error;
  if (error instanceof FormulaError) return failure(interview, error.message);
  throw error;
}

function advance(running: Running, errors: Map<Interview, FlowError>, results: Parameters<FlowSteps<void>['next']>[0] = []): void {
  try {
    const turn = running.steps.next(results);
    running.waitsFor = turn.done === true ? undefined : turn.value;
  } catch (error) {
    running.waitsFor = undefined;
    errors.set(running.interview, asFlowError(running.interview, error));
  }
}

/** Carries out together what several interviews ask for at the same element, and hands each its own results. */
function carryOutTogether(org: Org, waiting: readonly Running[], errors: Map<Interview, FlowError>): void {
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

/** Runs interviews of one flow side by side from the element `first` (the start's when absent). Answers those that failed. */
export function runBatch(org: Org, interviews: readonly Interview[], first?: string): ReadonlyMap<Interview, FlowError> {
  const errors = new Map<Interview, FlowError>();
  const all = interviews.map((interview): Running => ({ interview, steps: interviewSteps(interview, first), waitsFor: undefined }));
  for (const each of all) advance(each, errors);
  for (let waiting = all.filter((each) => each.waitsFor); waiting.length > 0; waiting = all.filter((each) => each.waitsFor)) carryOutTogether(org, waiting, errors);
  return errors;
}
