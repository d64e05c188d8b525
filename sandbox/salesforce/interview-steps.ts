import { assign } from './flow-assignment.ts';
import { ruleHolds } from './flow-conditions.ts';
import { assignTo, failure, mergeText, openInterview, readReference, readValue } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import { compileFlow, connectorTarget } from './flow-model.ts';
import type { FlowElement } from './flow-model.ts';
import { matchingRows, recordOf } from './flow-records.ts';
import { STATEMENTS } from './flow-statements.ts';
import type { FlowSteps } from './flow-statements.ts';
import { FlowError, isCollection } from './flow-values.ts';
import type { FlowValue } from './flow-values.ts';
import { decimalOf } from './formula-decimal.ts';
import { toFieldValue } from './formula-field-value.ts';
import type { FormulaValue } from './formula-values.ts';
import { child, children, flag, text } from './xml.ts';

/** A runaway loop ends here, as the element limit of an org would end it. */
const MOST_ELEMENTS = 2_000;

function lookUp(interview: Interview, { name, node }: FlowElement): void {
  const { object, rows } = matchingRows(interview, node);
  const first = rows[0];
  const all: FlowValue = { kind: 'collection', items: rows.map((row) => recordOf(object, row)) };
  const found: FlowValue = flag(node, 'getFirstRecordOnly') || node.outputAssignments ? (first ? recordOf(object, first) : null) : all;
  const reference = text(node, 'outputReference');
  if (reference !== undefined) assignTo(interview, reference, found);
  else interview.values.set(name, found);
  for (const assignment of children(node, 'outputAssignments')) {
    if (!first && !flag(node, 'assignNullValuesIfNoRecordsFound')) continue;
    const value = first ? readReference(interview, `${name}.${text(assignment, 'field') ?? ''}`) : null;
    assignTo(interview, text(assignment, 'assignToReference') ?? '', value);
  }
}

function* callSubflow(interview: Interview, { name, node }: FlowElement): FlowSteps<void> {
  const wanted = text(node, 'flowName') ?? '';
  const metadata = interview.org.flows.find((flow) => flow.name === wanted && flow.active);
  if (!metadata) throw failure(interview, `there is no active flow ${wanted}. Deploy or activate it.`);
  const called = openInterview({ ...interview, flow: compileFlow(metadata) });
  for (const input of children(node, 'inputAssignments')) called.values.set(text(input, 'name') ?? '', readValue(interview, child(input, 'value')));
  yield* interviewSteps(called);
  for (const output of children(node, 'outputAssignments')) {
    assignTo(interview, text(output, 'assignToReference') ?? '', readReference(called, text(output, 'name') ?? ''));
  }
  if (flag(node, 'storeOutputAutomatically')) for (const [key, value] of called.values) interview.values.set(`${name}.${key}`, value);
}

function decide(interview: Interview, { node }: FlowElement): string | undefined {
  const rule = children(node, 'rules').find((each) => ruleApplies(interview, each));
  if (!rule) return connectorTarget(node, 'defaultConnector');
  interview.values.set(text(rule, 'name') ?? '', true);
  return connectorTarget(rule);
}

function ruleApplies(interview: Interview, rule: Parameters<typeof ruleHolds>[1]): boolean {
  if (!ruleHolds(interview, rule)) return false;
  if (!flag(rule, 'doesRequireRecordChangedToMeetCriteria') || interview.prior === null || !interview.record) return true;
  return !ruleHolds({ ...interview, record: { ...interview.record, row: interview.prior } }, rule);
}

function iterate(interview: Interview, { name, node }: FlowElement): string | undefined {
  const position = `${name}#next`;
  const list = readReference(interview, text(node, 'collectionReference') ?? '');
  const items = isCollection(list) ? list.items : [];
  const index = Number(toFieldValue(interview.values.get(position) as FormulaValue ?? decimalOf(0)));
  const item = items[text(node, 'iterationOrder') === 'Desc' ? items.length - 1 - index : index];
  interview.values.set(position, decimalOf(item === undefined ? 0 : index + 1));
  if (item === undefined) return connectorTarget(node, 'noMoreValuesConnector');
  interview.values.set(name, item);
  const variable = text(node, 'assignNextValueToReference');
  if (variable !== undefined) assignTo(interview, variable, item);
  return connectorTarget(node, 'nextValueConnector');
}

function refuse(interview: Interview, { name, node }: FlowElement): never {
  const message = children(node, 'customErrorMessages')[0] ?? {};
  const words = mergeText(interview, text(message, 'errorMessage') ?? '');
  const field = text(message, 'fieldSelection');
  throw new FlowError(interview.flow.name, name, words, flag(message, 'isFieldError') && field !== undefined ? { message: words, field } : { message: words });
}

/** The element after `element`; follows the fault path when its statement failed. */
function* step(interview: Interview, element: FlowElement): FlowSteps<string | undefined> {
  const { kind, node } = element;
  if (kind === 'decisions') return decide(interview, element);
  if (kind === 'loops') return iterate(interview, element);
  if (kind === 'customErrors') return refuse(interview, element);
  if (kind === 'assignments') assign(interview, element);
  else if (kind === 'recordLookups') lookUp(interview, element);
  else if (kind === 'subflows') yield* callSubflow(interview, element);
  else {
    if (!(yield* STATEMENTS[kind](interview, element))) {
      const fault = connectorTarget(node, 'faultConnector');
      if (fault === undefined) throw failure(interview, interview.faultMessage);
      return fault;
    }
  }
  return connectorTarget(node);
}

/** Runs an interview from the start element to the end of its path. Throws `FlowError` for a fault nobody handles. */
export function* interviewSteps(interview: Interview, first = connectorTarget(interview.flow.start)): FlowSteps<void> {
  let next = first;
  for (let steps = 0; next !== undefined; steps += 1) {
    const element = interview.flow.elements.get(next);
    if (!element) throw failure(interview, `a connector leads to ${next}, which does not exist. Correct the connector.`);
    if (steps > MOST_ELEMENTS) throw failure(interview, `more than ${String(MOST_ELEMENTS)} elements were run. Look for a loop without an end.`);
    interview.at = next;
    next = yield* step(interview, element);
  }
}
