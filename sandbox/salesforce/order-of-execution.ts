import { FormulaError } from './formula-error.ts';
import { rowScope } from './formula-scope.ts';
import { evaluateFormula } from './formula.ts';
import { runRecordFlows } from './flow-run.ts';
import type { RecordTrigger } from './flow-run.ts';
import type { FlowError } from './flow-values.ts';
import type { Org, SaveContext, SaveError, ValidationRule } from './org.ts';
import { SaveRefusal } from './save-refusal.ts';

/** How deep saves may start flows that save: an org ends such a chain too. */
const DEEPEST = 16;

const depths = new WeakMap<Org, number>();

/** U-001: one switch for before-save and after-save flows, as both hang on the same question. */
function flowsRun(org: Org, { source }: SaveContext): boolean {
  return source !== 'approval' || org.policies.approvalUpdatesStartFlows;
}

function refusalOf({ custom, flow, message }: FlowError): SaveRefusal {
  if (custom) return SaveRefusal.of('FIELD_CUSTOM_VALIDATION_EXCEPTION', custom.message, custom.field === undefined ? [] : [custom.field]);
  const words = `We can't save this record because the “${flow}” process failed. Give your Salesforce admin these details. ${message}`;
  return SaveRefusal.of('CANNOT_EXECUTE_FLOW_TRIGGER', words);
}

function runTrigger(org: Org, trigger: RecordTrigger, contexts: readonly SaveContext[]): ReadonlyMap<SaveContext, SaveRefusal> {
  const starting = contexts.filter((context) => flowsRun(org, context));
  const depth = depths.get(org) ?? 0;
  if (depth >= DEEPEST) {
    const refusal = SaveRefusal.of('CANNOT_EXECUTE_FLOW_TRIGGER', `maximum trigger depth of ${String(DEEPEST)} exceeded: a flow starts itself again and again. Narrow its entry conditions.`);
    return new Map(starting.map((context) => [context, refusal]));
  }
  depths.set(org, depth + 1);
  try {
    return new Map([...runRecordFlows(org, trigger, starting)].map(([context, error]) => [context, refusalOf(error)]));
  } finally {
    depths.set(org, depth);
  }
}

function throwFirst(refusals: ReadonlyMap<SaveContext, SaveRefusal>): void {
  for (const refusal of refusals.values()) throw refusal;
}

/** Runs the before-save flows of one record, which change `context.row` in place. Throws `SaveRefusal`. */
export function beforeSave(org: Org, context: SaveContext): void {
  throwFirst(runTrigger(org, 'RecordBeforeSave', [context]));
}

function ruleError(org: Org, { object, row, prior, by }: SaveContext, rule: ValidationRule): SaveError | undefined {
  try {
    if (evaluateFormula(rule.formula, rowScope(org, object, { row, prior, by })) !== true) return undefined;
    return { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: rule.message, fields: rule.errorField === undefined ? [] : [rule.errorField] };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return { statusCode: 'FORMULA_EXPRESSION_INVALID', message: `The validation rule ${rule.name} of ${object.name} could not be evaluated: ${error.message}`, fields: [] };
  }
}

/** Every active validation rule whose error condition is true, in order of the rules. The caller skips this for approval updates. */
export function validationErrors(org: Org, context: SaveContext): SaveError[] {
  return context.object.validationRules.filter((rule) => rule.active).flatMap((rule) => ruleError(org, context, rule) ?? []);
}

/**
 * Runs the after-save flows of all records of one save together, as an org does: one statement and one publish for each
 * element. Answers which records failed; those are to be taken back and the others run again.
 */
export function afterSaveTogether(org: Org, contexts: readonly SaveContext[]): ReadonlyMap<SaveContext, SaveRefusal> {
  return runTrigger(org, 'RecordAfterSave', contexts);
}
