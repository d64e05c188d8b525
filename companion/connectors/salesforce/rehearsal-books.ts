import { Problem } from '../../domain/problem.ts';
import type { RehearsalAsk, RehearsalBooks, RehearsalView } from '../../domain/rehearsal-roles.ts';
import { bodyOf, collectionsPerCall, queryPath, type SalesforceClient } from './client.ts';
import { isRow, textOf, type Row } from './exact-json.ts';
import { answerFields } from './rehearsal-text.ts';
import { requestOf, viewQuery, waitingQuery, type Reading } from './requests.ts';
import { chunks } from './reservations.ts';
import { rowResults } from './row-result.ts';
import { withRunApprovals } from './run-approvals.ts';
import type { Settings } from './settings.ts';
import { settingsQuery, switches } from './survey.ts';
import { caseSafeId, isoMoment, literal } from './soql.ts';

/** Answered in one look; the rest comes next. */
const atOnce = 20;
const idsPerQuery = 150;
/** One selection, and what its answer has room for. */
const mostRequests = 1_000;

const idPattern = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

/** Rehearsals in one Salesforce org: records that ask, read and answered. Nothing else is ever written here. */
export function rehearsalBooks(client: SalesforceClient, reading: Reading, settings: Pick<Settings, 'ALLOW_SELF_APPROVAL'>): RehearsalBooks {
  const { rehearsal: n, statusChanged: event } = reading.names;
  const path = '/composite/sobjects';
  return {
    async asked() {
      const rows = await client.query('look', `SELECT Id, ${n.runId}, ${n.requestId}, ${n.requestIds} FROM ${n.object} WHERE ${n.status} = 'Asked' ORDER BY CreatedDate, Id LIMIT ${atOnce}`);
      return rows.map((row) => ({ key: textOf(row, 'Id') ?? '', of: scopeOf(row, reading) }));
    },
    view: (of) => view(client, reading, of, settings.ALLOW_SELF_APPROVAL),
    async answer(key, answer) {
      const record = { attributes: { type: n.object }, id: key, ...answerFields(answer, reading.names) };
      // Open pages are told in the same call.
      const told = { [event.kind]: 'rehearsal.answered', [event.recordId]: key, [event.recordIds]: key, [event.schemaVersion]: 1 };
      const [part] = await client.composite('send', [{ method: 'PATCH', path, body: { allOrNone: false, records: [record] } }, { method: 'POST', path: `/sobjects/${event.object}`, body: told }]);
      const [result] = rowResults(part ?? { status: 0, body: null }, 1);
      if (result === undefined || result === 'ok') return 'written';
      if (result.codes.includes('ANSWERED')) return 'already';
      throw new Problem(result.busy ? 'busy' : 'invalid', `Salesforce: the answer of a rehearsal was not taken (${result.refused}).`);
    },
    async ask(of) {
      const asked = 'runId' in of ? { [n.runId]: of.runId } : { [n.requestIds]: of.requestIds.join(',') };
      const answer = await client.call('send', 'POST', `/sobjects/${n.object}`, asked);
      return isRow(answer) ? caseSafeId(textOf(answer, 'id') ?? '') : '';
    },
    async read(key) {
      const [row] = await client.query('look', `SELECT ${n.status}, ${n.verdict}, ${n.answeredAt}, ${n.summary}, ${n.lines} FROM ${n.object} WHERE Id = ${literal(key)}`);
      const status = textOf(row, n.status);
      if (status === 'Failed') return { failed: textOf(row, n.verdict) ?? '' };
      if (status !== 'Answered') return undefined;
      return { rehearsal: { verdict: textOf(row, n.verdict) ?? '', answeredAt: isoMoment(textOf(row, n.answeredAt) ?? ''), summary: textOf(row, n.summary) ?? '', lines: textOf(row, n.lines) ?? '' } };
    },
  };
}

/** A run, else one request, else a list of ids; what is no id is left for `view` to say. */
function scopeOf(row: Row, { names: { rehearsal: n } }: Reading): RehearsalAsk['of'] {
  const [runId, requestId] = [textOf(row, n.runId), textOf(row, n.requestId)];
  if (runId !== undefined) return { runId };
  if (requestId !== undefined) return { requestIds: [requestId] };
  return { requestIds: (textOf(row, n.requestIds) ?? '').split(/[\s,;]+/).filter((id) => id !== '') };
}

/** @throws Problem `invalid` when what is asked for is no list of record ids, or too long; as for any read otherwise. */
async function view(client: SalesforceClient, reading: Reading, of: RehearsalAsk['of'], allowSelfApproval: boolean | undefined): Promise<RehearsalView> {
  const queries = 'runId' in of ? [viewQuery(reading, of)] : chunks(idsOf(of.requestIds), idsPerQuery).map((requestIds) => viewQuery(reading, { requestIds }));
  const { orgId } = await client.session();
  const others = waitingQuery(reading);
  const rows: Row[] = [];
  const waiting: Row[] = [];
  let setting: Row | undefined;
  for (const some of chunks([settingsQuery(reading, orgId), others, ...queries], collectionsPerCall)) {
    const parts = await client.composite('look', some.map((query) => ({ method: 'GET', path: queryPath(query) })));
    for (const [index, part] of parts.entries()) {
      const page = await client.rest('look', bodyOf(part));
      if (queries.includes(some[index] ?? '')) rows.push(...page);
      else if (some[index] === others) waiting.push(...page);
      else setting = page[0];
    }
  }
  const idOfRow = (row: Row): string => textOf(row, 'Id') ?? '';
  const named = new Set(rows.map(idOfRow));
  const all = await withRunApprovals(client, reading, [...rows, ...waiting.filter((row) => !named.has(idOfRow(row)))]);
  const known = read(all.filter((row) => !named.has(idOfRow(row))), reading).requests;
  return { ...read(all.filter((row) => named.has(idOfRow(row))), reading), waiting: known, ...switches(setting, reading), approvalEvidence: reading.evidence, ...(allowSelfApproval === undefined ? {} : { allowSelfApproval }) };
}

function idsOf(given: readonly string[]): readonly string[] {
  const strange = given.find((id) => !idPattern.test(id));
  if (strange !== undefined) throw new Problem('invalid', `Rehearsal: "${strange.slice(0, 40)}" is no record id. List ids of Payment Requests, separated by commas.`);
  if (given.length === 0) throw new Problem('invalid', 'Rehearsal: nothing to rehearse was named. Choose a payment run or at least one request.');
  if (given.length > mostRequests) throw new Problem('invalid', `Rehearsal: ${given.length} requests at once are more than ${mostRequests}. Rehearse them in parts, or put them on a payment run.`);
  return [...new Set(given)];
}

function read(rows: readonly Row[], reading: Reading): Pick<RehearsalView, 'requests' | 'unreadable'> {
  const unreadable: { requestId: string; why: string }[] = [];
  const requests = rows.flatMap((row) => {
    try {
      return [requestOf(row, reading)];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unreadable.push({ requestId: textOf(row, 'Id') ?? '', why: error.message });
      return [];
    }
  });
  return { requests, unreadable };
}
