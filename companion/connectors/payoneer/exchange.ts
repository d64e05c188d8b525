import type { z } from 'zod';
import type { Tools } from '../connector.ts';
import { longestPauseMs, Problem } from '../../domain/problem.ts';
import { kindOf } from './error-codes.ts';
import { parseExactly } from './exact-json.ts';
import { ownError, wholeReason } from './refusals.ts';

/** What came back, read to the end. `askedAt` (epoch ms) is the moment before the request was written. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly askedAt: number;
}

export interface Exchange {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Epoch ms at which the call is given up. */
  readonly deadlineAt: number;
}

/**
 * One HTTP exchange, read whole, given up at its deadline whether or not the fetch in use obeys its signal. Redirects are not followed:
 * a redirected POST is a second POST. @throws Problem `unreachable`
 */
export async function exchange(tools: Tools, { deadlineAt, url, method, headers, body }: Exchange): Promise<Answer> {
  const askedAt = tools.now();
  const giveUp = new AbortController();
  const late = new Promise<never>((_, reject) => giveUp.signal.addEventListener('abort', () => reject(new Error('no answer before the deadline'))));
  late.catch(() => undefined);
  const disarm = tools.timer.after(Math.max(0, deadlineAt - askedAt), () => giveUp.abort());
  const whole = async (): Promise<Answer> => {
    const response = await tools.fetch(url, { method, headers: { ...headers, ...lengthOf(body) }, redirect: 'manual', signal: giveUp.signal, ...(body === undefined ? {} : readOnce(body)) });
    return { status: response.status, headers: response.headers, text: await response.text(), askedAt };
  };
  try {
    return await Promise.race([whole(), late]);
  } catch (error) {
    throw new Problem('unreachable', `Payoneer: ${new URL(url).host} gave no complete answer (${causeOf(error)}). Check the network between us and that host when this goes on.`, { cause: error });
  } finally {
    disarm();
  }
}

/**
 * A body that can be read only once. Node's fetch by itself sends a text body a second time when the answer is 421 (the fetch standard's
 * "new connection" rule), which for a submission would be a second payment; a stream it can't repeat.
 */
function readOnce(body: string): { readonly body: ReadableStream; readonly duplex: 'half' } {
  return { body: new Blob([body]).stream(), duplex: 'half' };
}
const lengthOf = (body: string | undefined): Readonly<Record<string, string>> => (body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) });

/** The socket's own code (ECONNRESET) when there is one; by shape, since errors of undici come from another realm under some runners. */
function causeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('cause' in error && error.cause) return causeOf(error.cause);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'message' in error ? String(error.message) : 'no reason given';
}

/** What the connection's health is judged by: an answer that is not Payoneer's own, or asks to slow down. Undefined when it is an answer. */
export function unwell(answer: Answer, now: number): Problem | undefined {
  const { status, headers, text } = answer;
  if (status === 429 || status === 503) {
    const retryAfterMs = retryAfter(headers.get('retry-after'), now);
    return new Problem('busy', `Payoneer: asked to slow down (HTTP ${status}). Waiting ${retryAfterMs === undefined ? 'by our own schedule' : `${retryAfterMs} ms`}.`, {
      code: String(status),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  if (status >= 500) return new Problem('unreachable', `Payoneer: failed with HTTP ${status}. Trying again by the schedule.`, { code: String(status) });
  if (status < 200 || (status >= 300 && status < 400)) return new Problem('unreachable', `Payoneer: sent us elsewhere (HTTP ${status}), which is never followed. Check API_URL.`, { code: String(status) });
  if (status >= 400 && status !== 401 && !ownError(text))
    return new Problem('unreachable', `Payoneer: HTTP ${status} came with a body that is not Payoneer’s own, so something between us answered. Check API_URL and proxies.`, { code: String(status) });
  return undefined;
}

/** `Retry-After` as seconds or as a date, in milliseconds from `now`: what a person reads is how long we really wait. */
function retryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Math.min(longestPauseMs, Math.ceil(Number(value) * 1000));
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.min(longestPauseMs, Math.max(0, at - now));
}

/** A refusal of a call that moves nothing, as a Problem of the kind its code or words mean. */
export function refusal(answer: Answer, what: string): Problem {
  const error = ownError(answer.text);
  if (answer.status === 401 || !error)
    return new Problem('refused', `Payoneer: did not accept our credentials for ${what} (HTTP ${answer.status}). Check CLIENT_ID, CLIENT_SECRET, PROGRAMS and the caller address agreed with Payoneer.`, { code: String(answer.status) });
  const reason = wholeReason(error, answer.status);
  return new Problem(kindOf(reason.code, reason.text), `Payoneer: refused ${what}: ${reason.text} (${reason.code}).`, { code: reason.code });
}

/** Reads a 2xx body by its schema, numbers as exact text. @throws Problem `unmapped` */
export function bodyOf<T extends z.ZodType>(schema: T, answer: Answer, what: string): z.infer<T> {
  let body: unknown;
  try {
    body = parseExactly(answer.text);
  } catch (cause) {
    throw new Problem('unreachable', `Payoneer: the answer to ${what} is not JSON (HTTP ${answer.status}). Check API_URL and proxies.`, { cause });
  }
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const where = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Problem('unmapped', `Payoneer: the answer to ${what} has another form than documented (${where}). Compare with Payoneer’s reference and adapt wire.ts.`);
}
