import { generateKeyPairSync } from 'node:crypto';
import type { CallClass, Tools } from '../connector.ts';
import { SalesforceClient } from './client.ts';
import { namesIn } from './names.ts';
import { payoutBooks } from './payout-books.ts';
import { settings } from './settings.ts';

/** For unit tests only: an org at the wire level, answering each call as the test says, behind the handed-in fetch. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  /** The body as sent, to the digit. */
  readonly text: string;
}
export type Reply = { readonly status?: number; readonly body?: string; readonly headers?: Record<string, string> } | Error | 'hang';

export const orgId = '00D000000000001EAA';
/** Of the integration user. */
export const userId = '005000000000001AAA';
export const keys = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

export interface TestOrg {
  readonly client: SalesforceClient;
  readonly heard: Heard[];
  readonly logins: Heard[];
  readonly classes: CallClass[];
  readonly timers: { readonly ms: number; readonly run: () => void; cancelled: boolean }[];
  readonly tools: Tools;
}

export const testSettings = (more: Record<string, string> = {}) =>
  settings.parse({ LOGIN_URL: 'https://login.example/', CLIENT_ID: 'client', USERNAME: 'companion@example', PRIVATE_KEY: keys.privateKey, ...more });

/** The parts of a composite call as sent. */
export interface SentPart {
  readonly method: string;
  readonly url: string;
  readonly body?: { readonly records?: readonly Record<string, unknown>[]; readonly [name: string]: unknown };
}
export const partsOf = ({ text }: Heard): readonly SentPart[] => (JSON.parse(text) as { compositeRequest: SentPart[] }).compositeRequest;
export const soqlOf = ({ url }: { readonly url: string }): string => decodeURIComponent(url.split('?q=')[1] ?? '');

/** A composite answer: one `[status, body]` a part. */
export const composite = (...parts: readonly (readonly [number, unknown])[]): Reply => ({
  body: JSON.stringify({ compositeResponse: parts.map(([httpStatusCode, body], index) => ({ body, httpHeaders: {}, httpStatusCode, referenceId: `part${index}` })) }),
});
/** An 18-character request id. */
export const idOf = (nth: number): string => `a0X${String(nth).padStart(12, '0')}AAA`;
export const rowsOf = (call: Heard, part = 0): readonly Record<string, unknown>[] => partsOf(call)[part]?.body?.records ?? [];

export function testBooks(answer: (call: Heard, nth: number) => Reply, namespace = '') {
  const org = testOrg(answer);
  return { org, books: payoutBooks(org.client, { names: namesIn(namespace), evidence: 'classic' }, {}) };
}

export const page = (...records: readonly object[]): object => ({ totalSize: records.length, done: true, records });
export const saved = (id: string): object => ({ id, success: true, errors: [] });
export const refusedRow = (statusCode: string, message: string, fields: readonly string[] = []): object => ({ success: false, errors: [{ statusCode, message, fields }] });
export const rule = (message: string): object => refusedRow('FIELD_CUSTOM_VALIDATION_EXCEPTION', message);

export function testOrg(answer: (call: Heard, nth: number) => Reply, more: Record<string, string> = {}): TestOrg {
  const heard: Heard[] = [];
  const logins: Heard[] = [];
  const classes: CallClass[] = [];
  const timers: TestOrg['timers'][number][] = [];
  const fetchDouble = async (input: unknown, init?: RequestInit): Promise<Response> => {
    const url = new URL(String(input));
    const call: Heard = { method: init?.method ?? 'GET', path: url.pathname + url.search, headers: new Headers(init?.headers), text: typeof init?.body === 'string' ? init.body : '' };
    const isLogin = url.pathname === '/services/oauth2/token';
    (isLogin ? logins : heard).push(call);
    const reply = isLogin ? login(logins.length) : answer(call, heard.length);
    if (reply instanceof Error) throw reply;
    if (reply === 'hang') return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    const { status = 200, body = '{}', headers = {} } = reply;
    return new Response(body, { status, headers: { 'content-type': 'application/json;charset=UTF-8', ...headers } });
  };
  const tools: Tools = {
    now: () => Date.UTC(2026, 10, 20),
    fetch: fetchDouble,
    random: () => 0.5,
    timer: {
      after: (ms, run) => {
        const timer = { ms, run, cancelled: false };
        timers.push(timer);
        return () => void (timer.cancelled = true);
      },
      sleep: async () => undefined,
    },
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  const gate = { pass: <T>(kind: CallClass, call: () => Promise<T>): Promise<T> => (classes.push(kind), call()) };
  return { client: new SalesforceClient(testSettings(more), { tools, gate }), heard, logins, classes, timers, tools };
}

const login = (nth: number): Reply => ({
  body: JSON.stringify({ access_token: `token-${nth}`, instance_url: 'https://org.example', id: `https://login.example/id/${orgId}/${userId}`, token_type: 'Bearer' }),
});
