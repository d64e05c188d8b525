import { isList, isRow, textOf, type Json, type Row } from '../../companion/connectors/salesforce/exact-json.ts';
import { literal } from '../../companion/connectors/salesforce/soql.ts';
import { fails, holds, judged, notHere, type Finding } from './finding.ts';
import { refusalOf, type Answered, type OrgUnderTest } from './org-under-test.ts';

/** The rows of a collection's answer; none when it was refused as a whole. */
const rowsOf = ({ status, body }: Answered): readonly Row[] => (status === 200 && isList(body) ? body.filter(isRow) : []);
const errorsOf = (row: Row | undefined): string => (isList(row?.['errors']) ? row['errors'].map((error) => (isRow(error) ? `${textOf(error, 'statusCode') ?? ''} ${textOf(error, 'message') ?? ''}` : '')).join('; ') : '');
const succeeded = (row: Row | undefined): boolean => row?.['success'] === true;

/** A test record in an org: a payout batch that belongs to no payment, created, tried and removed. */
interface TestBatch {
  readonly id: string;
  readonly key: string;
}

/** Changes rows of the batch object, each on its own. */
function update(org: OrgUnderTest, ...rows: readonly Readonly<Record<string, unknown>>[]): Promise<Answered> {
  return org.ask('PATCH', '/composite/sobjects', collection(org, rows));
}
const collection = (org: OrgUnderTest, rows: readonly Readonly<Record<string, unknown>>[]): object => ({ allOrNone: false, records: rows.map((row) => ({ attributes: { type: org.names.batch.object }, ...row })) });

/**
 * Creates one payout batch as the integration user, tries on it what only writing shows, and removes it again, whatever happened in between.
 * It stays in the recycle bin, and uses one number of the batches.
 */
export async function writeChecks(org: OrgUnderTest): Promise<readonly Finding[]> {
  const n = org.names.batch;
  const key = `first-day:${org.settings.USERNAME}:${Date.now()}`;
  const values = { [n.requested]: 1_234_567_890.123, [n.approved]: 10.5555, [n.provider]: 10.5545, [n.sentAt]: '2026-01-15T10:20:30.789Z', [n.version]: 2 };
  const created = await org.ask('PATCH', `/composite/sobjects/${n.object}/${n.key}`, collection(org, [{ [n.key]: key, ...values }]));
  const [row] = rowsOf(created);
  const id = textOf(row, 'id');
  if (!succeeded(row) || id === undefined) {
    const why = errorsOf(row) || refusalOf(created);
    return [fails('test record', why, 'Check the permission set of the integration user.'), /COMPANION-ONLY/.test(why) ? fails('U-202', why) : notHere('U-202', why)];
  }
  const batch = { id, key };
  try {
    return [holds('test record', `Created payout batch ${id}.`), holds('U-202', 'The rule Written By Companion let the integration user create it.'), ...(await storedFindings(org, batch)), ...(await ruleFindings(org, batch)), ...(await compositeFindings(org, batch)), await removal(org, batch)];
  } catch (error) {
    const removed = await removal(org, batch);
    throw new Error(`${error instanceof Error ? error.message : String(error)} ${removed.saw}`, { cause: error });
  }
}

async function removal(org: OrgUnderTest, { id }: TestBatch): Promise<Finding> {
  const gone = await org.ask('DELETE', `/sobjects/${org.names.batch.object}/${id}`);
  return judged('test record removed', gone.status === 204, gone.status === 204 ? 'It is gone; the recycle bin keeps it for a while.' : `It is still there: ${refusalOf(gone)}.`, `Delete payout batch ${id} as an administrator.`);
}

async function storedFindings(org: OrgUnderTest, { key }: TestBatch): Promise<readonly Finding[]> {
  const n = org.names.batch;
  const rows = await org.query(`SELECT ${n.requested}, ${n.approved}, ${n.provider}, ${n.sentAt} FROM ${n.object} WHERE ${n.key} = ${literal(key)}`);
  const row = typeof rows === 'string' ? undefined : rows[0];
  if (!row) return [fails('decimals', typeof rows === 'string' ? rows : 'The test record was not found by its key.', 'Check whether the integration user sees the record.')];
  const [kept, up, down, at] = [n.requested, n.approved, n.provider, n.sentAt].map((name) => textOf(row, name) ?? 'nothing');
  return [
    judged('decimals', kept === '1234567890.123', `1234567890.123 was stored as ${kept}.`, 'Do not pay from this org: amounts are not kept as they are written.'),
    judged('U-002', up === '10.556' && down === '10.555', `10.5555 was stored as ${up}, 10.5545 as ${down}.`),
    judged('U-003', /T10:20:30(\.000)?(\+0000|Z)$/.test(at ?? ''), `10:20:30.789 was stored as ${at}.`),
  ];
}

async function ruleFindings(org: OrgUnderTest, { id, key }: TestBatch): Promise<readonly Finding[]> {
  const n = org.names.batch;
  const [older] = rowsOf(await update(org, { id, [n.version]: 1 }));
  const [twoFaults] = rowsOf(await update(org, { id, [n.version]: 1, [n.key]: `${key}:other` }));
  const unknownField = await update(org, { id, [n.version]: 3 }, { id, Nope__c: 1 });
  const badId = rowsOf(await update(org, { id, [n.version]: 4 }, { id: '0123456789', [n.version]: 4 }));
  const whole = unknownField.status === 400;
  const single = badId.length === 2 && succeeded(badId[0]) && !succeeded(badId[1]);
  const both = errorsOf(twoFaults);
  return [
    judged('version rule', /\[VERSION\]/.test(errorsOf(older)), `An older version was ${succeeded(older) ? 'accepted.' : `refused: ${errorsOf(older)}`}`, 'The rule Version Never Back is not active. Do not let the companion pay before it is.'),
    judged('U-214', /\[VERSION\]/.test(both) && /\[FACTS\]/.test(both), `A row with two faults was answered with: ${both || 'no refusal.'}`),
    judged('U-005', whole && single, `An unknown field: ${unknownField.status}. A malformed id beside a good row: ${badId.map((row) => (succeeded(row) ? 'written' : 'refused')).join(', ') || 'refused as a whole'}.`),
  ];
}

async function compositeFindings(org: OrgUnderTest, { id, key }: TestBatch): Promise<readonly Finding[]> {
  const n = org.names.batch;
  const root = `/services/data/v${org.settings.API_VERSION}`;
  const event = org.names.statusChanged;
  const rows = (at: number): object => collection(org, [{ id, [n.version]: at === 1 ? 1 : 10 + at }]);
  const parts = [...Array.from({ length: 5 }, (_, at) => ({ method: 'PATCH', url: `${root}/composite/sobjects`, referenceId: `part${at}`, body: rows(at) })), { method: 'POST', url: `${root}/sobjects/${event.object}`, referenceId: 'event', body: { [event.kind]: 'first.day', [event.recordId]: key.slice(0, 18) } }];
  const { status, body } = await org.ask('POST', '/composite', { allOrNone: false, collateSubrequests: false, compositeRequest: parts });
  const answers = isRow(body) && isList(body['compositeResponse']) ? body['compositeResponse'].filter(isRow) : [];
  const codes = answers.map((answer) => textOf(answer, 'httpStatusCode') ?? '');
  const first = (at: number): Row | undefined => firstRow(answers[at]?.['body']);
  const kept = codes.slice(0, 5).every((code) => code === '200') && !succeeded(first(1)) && [0, 2, 3, 4].every((at) => succeeded(first(at)));
  return [
    judged('U-007', kept, `Five collections, one with a refused row: ${status}; ${codes.slice(0, 5).join(', ')}; ${[0, 1, 2, 3, 4].map((at) => (succeeded(first(at)) ? 'written' : 'refused')).join(', ')}.`),
    judged('U-012', codes[5] === '201', `The event beside five collections: ${codes[5] ?? status}.`),
  ];
}

const firstRow = (body: Json | undefined): Row | undefined => {
  const row = isList(body) ? body[0] : undefined;
  return isRow(row) ? row : undefined;
};
