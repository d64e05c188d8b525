import { PassThrough } from 'node:stream';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import type { HttpRequest, HttpResponse } from 'jsforce';
import { Transport } from 'jsforce/lib/transport.js';
import { Problem } from '../../domain/problem.ts';
import type { CallClass, Gate, Tools } from '../connector.ts';
import { problemOfText, sessionCode } from './answer-problem.ts';

export interface Allowance {
  readonly used: number;
  readonly limit: number;
}

interface TransportWorld {
  readonly tools: Tools;
  readonly gate: Gate;
  readonly deadlineMs: number;
  readonly heard: (allowance: Allowance) => void;
}

/**
 * Carries jsforce's calls over the handed-in fetch: paced by the gate, each with a deadline, and never retried or redirected.
 * Every refusal leaves here as a Problem, so that the gate's breaker sees it, and jsforce's own error classes never appear.
 * An ended session is a Problem with the code INVALID_SESSION_ID; the client renews it.
 */
export class GatedTransport extends Transport {
  readonly #world: TransportWorld;
  readonly #kind: CallClass;

  constructor(world: TransportWorld, kind: CallClass) {
    super();
    this.#world = world;
    this.#kind = kind;
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    const { gate } = this.#world;
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: gate.pass(this.#kind, () => this.#call(request)) }));
  }

  async #call(request: HttpRequest): Promise<HttpResponse> {
    const { tools, deadlineMs } = this.#world;
    const abort = new AbortController();
    const cancel = tools.timer.after(deadlineMs, () => abort.abort());
    try {
      const response = await tools.fetch(request.url, { ...sendable(request), redirect: 'manual', signal: abort.signal });
      const text = await response.text();
      this.#hear(response.headers.get('sforce-limit-info'));
      const problem = response.status === 401 ? sessionEnded() : problemOfText(response.status, text, response.headers.get('retry-after'));
      if (problem !== undefined) throw problem;
      return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: text };
    } catch (error) {
      if (error instanceof Problem) throw error;
      const why = abort.signal.aborted ? `gave no answer within ${deadlineMs} ms` : 'could not be reached';
      throw new Problem('unreachable', `Salesforce: ${new URL(request.url).host} ${why}. It is asked again later; check the network if this lasts.`, { cause: error });
    } finally {
      cancel();
    }
  }

  /** `api-usage=12/15000` of the rolling 24 hours. */
  #hear(header: string | null): void {
    const usage = /api-usage=(\d+)\/(\d+)/.exec(header ?? '');
    if (usage) this.#world.heard({ used: Number(usage[1]), limit: Number(usage[2]) });
  }
}

const sessionEnded = (): Problem =>
  new Problem('refused', 'Salesforce: the session was not accepted. Check the integration user and its login policies if this repeats.', { code: sessionCode });

/** fetch counts the body itself; a length given beside it can only be wrong. */
function sendable(request: HttpRequest): { method: string; headers: Record<string, string>; body?: string } {
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'content-length'));
  return { method: request.method, headers, ...(typeof request.body === 'string' ? { body: request.body } : {}) };
}
