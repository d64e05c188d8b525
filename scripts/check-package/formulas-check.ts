import { familyOf, overflow, resolveField } from './field-paths.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { formulaFindings, recordScope } from './formula-check.ts';
import type { Kind } from './formula-functions.ts';
import type { Package } from './package-model.ts';
import { childOf, childrenOf, textOf } from './xml-tree.ts';

function* validationRules(pack: Package): Generator<Finding> {
  for (const { path, object, root } of pack.ofType('validationRule')) {
    yield* formulaFindings(path, childOf(root, 'errorConditionFormula'), recordScope(pack, object, true), 'boolean');
    const shown = childOf(root, 'errorDisplayField');
    const resolved = shown ? resolveField(pack, object, textOf(shown)) : undefined;
    if (resolved && 'wrong' in resolved) yield finding(path, shown, `The message is shown at a field that is not there: ${resolved.wrong}.`, 'Name a field of this object, or none.');
    const message = childOf(root, 'errorMessage');
    if (message && message.text.trim().length > 255) yield finding(path, message, `The error message has ${message.text.trim().length} characters; Salesforce takes 255.`, 'Shorten it.');
  }
}

function* formulaFields(pack: Package): Generator<Finding> {
  for (const { path, object, root } of pack.ofType('field')) {
    const formula = childOf(root, 'formula');
    if (!formula) continue;
    const type = textOf(root, 'type');
    const needed: Kind = familyOf({ name: '', type, required: false, isStandard: false });
    yield* formulaFindings(path, formula, recordScope(pack, object, false), needed);
    if (!['Text', 'Number', 'Currency', 'Percent', 'Checkbox', 'Date', 'DateTime', 'Time'].includes(type)) yield finding(path, childOf(root, 'type'), `A formula can't be a ${type}.`, 'Use Text, Number, Percent, Checkbox, Date, DateTime or Time.');
  }
}

function* fieldUpdates(pack: Package): Generator<Finding> {
  for (const { path, name, root } of pack.ofType('workflow')) {
    for (const update of childrenOf(root, 'fieldUpdates')) {
      const formula = childOf(update, 'formula');
      const resolved = resolveField(pack, name, textOf(update, 'field'));
      const needed = 'field' in resolved ? familyOf(resolved.field) : 'unknown';
      yield* formulaFindings(path, formula, recordScope(pack, name, true), needed === 'picklist' ? 'text' : needed);
      const copied = resolveField(pack, name, textOf(formula));
      const why = 'field' in copied && 'field' in resolved ? overflow(copied.field, resolved.field) : undefined;
      if (why !== undefined) yield finding(path, formula, `The copy may not fit: ${why}.`, 'Widen the field that is written.');
    }
  }
}

function* entryCriteria(pack: Package): Generator<Finding> {
  for (const { path, name, root } of pack.ofType('approvalProcess')) {
    const [object = ''] = name.split('.');
    const steps = childrenOf(root, 'approvalStep');
    for (const criteria of [childOf(root, 'entryCriteria'), ...steps.map((step) => childOf(step, 'entryCriteria'))]) yield* formulaFindings(path, childOf(criteria, 'formula'), recordScope(pack, object, true), 'boolean');
  }
}

/** Validation rules, formula fields, workflow field updates and the entry criteria of approvals. The formulas of flows are read with their flow. */
export function* allFormulaFindings(pack: Package): Generator<Finding> {
  yield* validationRules(pack);
  yield* formulaFields(pack);
  yield* fieldUpdates(pack);
  yield* entryCriteria(pack);
}
