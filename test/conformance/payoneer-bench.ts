import type { SendPermit, Tools } from '../../companion/connectors/connector.ts';
import payoneer from '../../companion/connectors/payoneer/index.ts';
import type { Attempt } from '../../companion/domain/payout.ts';
import { manualClock } from '../../sandbox/kit/clock.ts';
import { serve } from '../../sandbox/kit/serve.ts';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open, type PayoneerPolicies } from '../../sandbox/payoneer/index.ts';

export const program = '100200300';

/** The connector on one side of a socket, the sandbox's Payoneer with 1,000.00 USD on the other. Payoneer's time is moved by hand, deadlines run in real time. */
export async function connected(policies: Partial<PayoneerPolicies> = {}, env: Readonly<Record<string, string>> = {}) {
  const clock = manualClock(Date.parse('2026-11-02T09:00:00Z'));
  const world = openWorld({ seed: 7, clock });
  const sandbox = open({
    world, policies, programs: [{ programId: program, currency: 'USD', balanceMinor: 100_000 }],
    payees: { anna: {}, bob: { currency: 'EUR', method: 'bank' }, carl: { status: 'Pending' }, dora: { status: 'Inactive' } },
  });
  const served = await serve(sandbox.standIn, world);
  const silent = (): void => undefined;
  const tools: Tools = {
    now: () => clock.now(), fetch, random: () => 0, log: { debug: silent, info: silent, warn: silent, error: silent },
    timer: {
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      sleep: async () => undefined,
    },
  };
  const settings = payoneer.settings.parse({
    ENVIRONMENT: 'sandbox', API_URL: served.url, AUTH_URL: served.url, CLIENT_ID: 'sandbox-client', CLIENT_SECRET: 'sandbox-secret', PROGRAMS: `${program}:USD`,
    WEBHOOK_SECRET: 'sandbox-webhook-secret', CALL_TIMEOUT_SECONDS: '1', ...env,
  });
  const { payouts, payees, onboarding, fees, webhooks } = payoneer.open(settings, { id: 'payoneer', tools, gate: { pass: (_kind, call) => call() } });
  const permit = (ms = 1000) => ({ deadlineAt: clock.now() + ms, stillMine: () => true }) as SendPermit;
  return {
    payouts, payees, onboarding, fees, webhooks, sandbox, world, clock, url: served.url, close: served.close,
    send: (batch: readonly Attempt[], ms?: number) => payouts.send(batch, payouts.prepare(batch), permit(ms)),
    ask: async (attempt: Attempt) => (await payouts.ask([attempt])).get(attempt.reference),
    submissions: () => world.calls.entries.filter(({ door }) => door.endsWith('/masspayouts')).length,
  };
}
export type Connected = Awaited<ReturnType<typeof connected>>;

export const attempt = (number: number, change: Partial<Attempt> = {}): Attempt => ({
  reference: `a0XAAAAAAAAAA${String(number).padStart(2, '0')}AAA-01`, requestId: `a0XAAAAAAAAAA${String(number).padStart(2, '0')}AAA`, number: 1,
  connection: 'payoneer', program, payeeId: 'anna', amount: { minor: 1000 + number, currency: 'USD' }, purpose: 'Invoice 7', orgId: '00D', batchId: 'b1', ...change,
});
