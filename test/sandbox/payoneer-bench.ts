import { manualClock } from '../../sandbox/kit/clock.ts';
import { serve } from '../../sandbox/kit/serve.ts';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open, type PayoneerPolicies } from '../../sandbox/payoneer/index.ts';

export const program = '100123456';

/** A reply as a test looks at it; `at` walks into the JSON body. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  at(...path: readonly (string | number)[]): unknown;
}

/** A served Payoneer with 1,000.00 USD, two active payees, and a client that speaks to it over HTTP only. */
export async function bench(policies: Partial<PayoneerPolicies> = {}, webhookTarget?: string) {
  const clock = manualClock(Date.parse('2026-11-02T09:00:00Z'));
  const world = openWorld({ seed: 42, clock });
  const payoneer = open({
    world, policies, programs: [{ programId: program, currency: 'USD', balanceMinor: 100_000 }, { programId: '100123457', currency: 'EUR' }],
    payees: { anna: {}, bob: { currency: 'EUR', method: 'bank' }, carl: { status: 'Pending' }, dora: { status: 'Inactive' } },
    ...(webhookTarget === undefined ? {} : { webhooks: { target: webhookTarget } }),
  });
  const served = await serve(payoneer.standIn, world);
  const basic = `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`;
  const call = async (method: string, path: string, init: { body?: unknown; token?: string; form?: Record<string, string> } = {}): Promise<Answered> => {
    const headers: Record<string, string> = init.form ? { authorization: basic } : { authorization: `Bearer ${init.token ?? token}`, 'content-type': 'application/json' };
    const body = init.form ? new URLSearchParams(init.form) : init.body === undefined ? undefined : JSON.stringify(init.body);
    return answered(await fetch(served.url + path, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) }));
  };
  const issue = async (): Promise<string> => String((await call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'client_credentials', scope: 'read write' } })).at('access_token'));
  let token = '';
  token = await issue();
  const item = (reference: string, more: Record<string, unknown> = {}) => ({ client_reference_id: reference, payee_id: 'anna', description: 'Invoice 7', currency: 'USD', amount: '150.00', ...more });
  return {
    payoneer, world, clock, url: served.url, close: served.close, reset: served.reset, call, issue, item,
    submit: (...payments: readonly unknown[]) => call('POST', `/v4/programs/${program}/masspayouts`, { body: { Payments: payments } }),
    status: (reference: string) => call('GET', `/v4/programs/${program}/payouts/${encodeURIComponent(reference)}/status`),
    balance: async () => (await call('GET', `/v4/programs/${program}/balance`)).at('result', 'balance'),
    paid: () => payoneer.transfers().filter(({ kind }) => kind === 'payout').map(({ reference, amountMinor }) => `${reference} ${amountMinor}`),
  };
}

export type Bench = Awaited<ReturnType<typeof bench>>;

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').includes('json');
  const body: unknown = json ? JSON.parse(text) : text;
  const at = (...path: readonly (string | number)[]): unknown => path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], body);
  return { status: response.status, headers: response.headers, body, at };
}
