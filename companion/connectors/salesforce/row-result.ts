import { complaintsOf, isBusyCode, problemOf, type Complaint } from './answer-problem.ts';
import { unreadable, type PartAnswer } from './client.ts';
import { isList, isRow, type Json } from './exact-json.ts';

/** What one row of a collection came to. */
export type RowResult = 'ok' | RowRefusal;
export interface RowRefusal {
  /** The `[CODE]` of the package's own validation rule, the fence before others, else Salesforce's code. */
  readonly code: string;
  /** Every bracketed code that spoke: several rules may refuse the same row. */
  readonly codes: readonly string[];
  /** The sentences, for a person. */
  readonly refused: string;
  readonly busy: boolean;
  /** True when a validation rule spoke, of the package or of the customer. */
  readonly byRule: boolean;
  readonly fields: readonly string[];
}

const ruleCode = 'FIELD_CUSTOM_VALIDATION_EXCEPTION';
const missingParent = /foreign key external id/i;

/**
 * The results of one collection, in the order of its rows.
 * @throws Problem what the part says when it failed as a whole, `unreachable` when its answer does not fit the question.
 */
export function rowResults(answer: PartAnswer, rows: number): readonly RowResult[] {
  const problem = problemOf(answer.status, answer.body);
  if (problem !== undefined) throw problem;
  if (!isList(answer.body) || answer.body.length !== rows) throw unreadable();
  return answer.body.map(resultOf);
}

function resultOf(result: Json): RowResult {
  if (!isRow(result) || typeof result['success'] !== 'boolean') throw unreadable();
  if (result['success']) return 'ok';
  const errors = isList(result['errors']) ? result['errors'] : [];
  const complaints = complaintsOf(errors);
  const codes = bracketed(complaints);
  const fields = errors.flatMap((error) => (isRow(error) && isList(error['fields']) ? error['fields'].filter((field) => typeof field === 'string') : []));
  return {
    code: codes.find((code) => code.startsWith('FENCE-')) ?? codes[0] ?? complaints[0]?.code ?? 'UNKNOWN',
    codes,
    refused: complaints.map(({ message }) => message).join(' ') || 'refused without a reason',
    // A parent that is not there yet was refused for being locked, or comes with the next call.
    busy: complaints.some(({ code, message }) => isBusyCode(code) || missingParent.test(message)),
    byRule: complaints.some(({ code }) => code === ruleCode),
    fields,
  };
}

/** The package's rules begin their message with a code in brackets. */
const bracketed = (complaints: readonly Complaint[]): readonly string[] =>
  complaints.flatMap(({ code, message }) => (code === ruleCode ? (/\[([A-Z][A-Z0-9-]*)\]/.exec(message)?.[1] ?? []) : []));
