import type { BusWeather } from '../../sandbox/salesforce/bus-weather.ts';
import { webhookFates, type CallWeather, type WebhookWeather } from '../../sandbox/kit/weather.ts';

/** What can be heard instead of an answer, in the words of the table. */
const badAnswers = ['dropped', 'reset', 'hangs', 'late', '500', '502 with a page', '503', '200 with a page', '429', '429 with Retry-After'] as const;
const moments = ['before', 'after'] as const;
const busTroubles: Readonly<Record<keyof BusWeather, string>> = { missed: 'missed', duplicated: 'twice', replayed: 'replayed', corruptReplayIds: 'corrupt replay id' };

/** Every fault of the simulation, as the coverage table names them. What can strike and is not listed here breaks the simulation. */
export const faults = [
  ...badAnswers.flatMap((answer) => moments.filter((moment) => answer !== 'late' || moment === 'after').map((moment) => `submission: ${answer}, ${moment} it was carried out`)),
  'status: no answer', 'status: an error', 'status: 429', 'balance: no good answer', 'payee: no good answer', 'token: no good answer', 'books: no answer', 'books: an error', 'books: request limit', 'books: request limit between submission and write-back', 'others: no good answer',
  ...webhookFates.map((fate) => `webhook: ${fate}`),
  ...Object.values(busTroubles).map((trouble) => `events: ${trouble}`), 'events: stream dropped',
  'books: row lock', 'books: server unavailable', 'books: validation error', 'books: sessions ended', 'books: another org answers',
  'provider: token expired', 'provider: submission refused', 'provider: insufficient funds', 'provider: reference used before', 'provider: cancelled afterwards', 'provider: bank return', 'provider: stale status', 'provider: not found', 'provider: status after a final one', 'provider: a lie', 'provider: payee deactivated', 'provider: a stranger\'s reference',
  'crash: statement', 'crash: commit', 'crash: call', 'crash: answer', 'crash: restart', 'store: error in a statement', 'store: error at commit', 'store: commit kept, answer lost', 'store: disk full',
  'ledger: restored', 'ledger: restored and marked', 'ledger: of yesterday', 'process: second store', 'process: second instance', 'process: zombie', 'process: deploy', 'clock: ahead', 'clock: behind', 'switch: companion', 'switch: org',
  'people: payee changed', 'people: edit after approval', 'people: rule switched off', 'people: correction while a write waits', 'people: funds arrive', 'people: funds leave',
] as const;
export type Fault = (typeof faults)[number];

const known: ReadonlySet<string> = new Set(faults);
const named = (name: string): Fault => {
  if (!known.has(name)) throw new Error(`Simulator: "${name}" struck and is no fault of the table in scripts/simulate/faults.ts. Add it there.`);
  return name;
};

function wordOf({ reply }: Pick<CallWeather, 'reply'>): (typeof badAnswers)[number] {
  if (reply === 'drop') return 'dropped';
  if (reply === 'hang') return 'hangs';
  if (typeof reply === 'string') return reply;
  const { status, headers } = reply;
  if (status === 429) return headers?.['retry-after'] === undefined ? '429' : '429 with Retry-After';
  if (status === 200) return '200 with a page';
  if (status === 502) return '502 with a page';
  return status === 503 ? '503' : '500';
}

const isAnswer = (rule: CallWeather): boolean => typeof rule.reply !== 'string';

/** The org has used up its calls of the day. */
export const requestLimit = (times: number): CallWeather => ({ standIn: 'salesforce', door: '*', when: 'before', times, reply: { status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }] } });

/** The name of what strikes this call at this door. */
export function callFault(rule: CallWeather, standIn: string, door: string): Fault {
  if (standIn === 'ecb' || door.includes('/accounts/')) return 'others: no good answer';
  if (door.includes('oauth2/token')) return 'token: no good answer';
  if (standIn === 'salesforce') {
    const isLimit = typeof rule.reply !== 'string' && JSON.stringify(rule.reply.body ?? '').includes('REQUEST_LIMIT_EXCEEDED');
    if (isLimit) return rule.times === betweenTimes ? 'books: request limit between submission and write-back' : 'books: request limit';
    return isAnswer(rule) ? 'books: an error' : 'books: no answer';
  }
  if (door.includes('masspayouts') && typeof rule.reply !== 'string' && rule.reply.status === 400) return 'provider: submission refused';
  if (door.includes('masspayouts')) return named(`submission: ${wordOf(rule)}, ${rule.reply === 'late' ? 'after' : rule.when} it was carried out`);
  if (door.includes('/status') && !door.includes('payees')) return wordOf(rule).startsWith('429') ? 'status: 429' : isAnswer(rule) ? 'status: an error' : 'status: no answer';
  if (door.includes('balance')) return 'balance: no good answer';
  return door.includes('payee') ? 'payee: no good answer' : 'others: no good answer';
}
/** How often the limit strikes that is reached with a submission: no other rule strikes so often. */
export const betweenTimes = 7;

export const webhookFault = ({ webhooks }: WebhookWeather): Fault => named(`webhook: ${webhooks}`);
export const busFault = (kind: keyof BusWeather): Fault => named(`events: ${busTroubles[kind]}`);
export const crashFault = (at: 'statement' | 'commit' | 'call' | 'answer'): Fault => named(`crash: ${at}`);

const saveFaults: Readonly<Record<string, Fault>> = { UNABLE_TO_LOCK_ROW: 'books: row lock', SERVER_UNAVAILABLE: 'books: server unavailable', FIELD_CUSTOM_VALIDATION_EXCEPTION: 'books: validation error' };
export const saveFault = (statusCode: string): Fault => saveFaults[statusCode] ?? named(statusCode);

/** What an answer of the provider itself tells of its troubles; none for a plain one. */
export function answerFaults(where: string, status: number, text: string, staleMs: number): readonly Fault[] {
  if (status === 401 && !where.includes('/services/')) return ['provider: token expired'];
  if (where.endsWith('masspayouts')) return status >= 400 && status < 500 && status !== 429 ? [/FUNDS|balance/i.test(text) ? 'provider: insufficient funds' : /DUPLICATE|already/i.test(text) ? 'provider: reference used before' : 'provider: submission refused'] : [];
  if (!where.endsWith('/status')) return [];
  if (status === 404 || status === 400) return ['provider: not found'];
  if (status !== 200) return [];
  return [...(staleMs >= 90 * 60_000 ? ['provider: stale status' as const] : []), ...(text.includes('"status":"Cancelled"') ? ['provider: cancelled afterwards' as const] : [])];
}
