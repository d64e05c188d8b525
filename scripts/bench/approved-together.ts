import { readConfig } from '../../companion/config.ts';
import { startCompanion } from '../../companion/start.ts';
import { openForgetfulDatabase } from '../../companion/store/memory-database.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { openLog } from '../../companion/world.ts';
import { serveOutsideWorld } from '../outside-world.ts';
import { hurriedWorld } from './hurried-world.ts';

export interface CallCount {
  readonly requests: number;
  readonly hintsSpreadOverMs: number;
  readonly salesforce: number;
  readonly payoneer: number;
  readonly submissions: number;
  readonly statusQuestions: number;
  readonly otherPayoneer: readonly string[];
  readonly eventsPublished: number;
  /** From the first event to the last Completed, by the companion's clock. */
  readonly lastedMs: number;
  readonly timesFaster: number;
}

const program = '100200300';
const recipients = 50;

/**
 * Calls for `requests` approved together, counted by the stand-ins from the first event to the last Completed. A payment to each recipient goes
 * before, so that logins, balance and payee statuses are as fresh as in a running service. Production timing; hints come at once, or spread out.
 */
export async function approvedTogether(requests: number, hintsSpreadOverMs: number, timesFaster: number): Promise<CallCount> {
  const { tools, clock } = hurriedWorld(timesFaster, openLog('silent'));
  const outside = await serveOutsideWorld({ seed: 7, clock, programs: [{ program, currency: 'USD', fundsMinor: 100_000_000_00 }], policies: { acceptedAfterMs: 1_000, transferredAfterMs: 4_000 } });
  const env = { ...outside.companionEnv(outside.urls), QUITTANCE_PORT: '0', QUITTANCE_LOG: 'silent', QUITTANCE_CALLS_PER_SECOND: String(Math.max(5, 400 / timesFaster)) };
  const production = readConfig({ ...env, QUITTANCE_ENVIRONMENT: 'production' }).timing;
  const companion = await startCompanion(env, { tools, database: await openForgetfulDatabase(), wake: async (db, world) => openLocalWake(db, world), config: { timing: production } });
  outside.payoneer.webhooks.target = `${companion.url}/webhooks/payoneer`;
  const payees = Array.from({ length: recipients }, (_, index) => `payee-${index}`);
  await outside.addPayees(payees.map((id) => ({ id, name: `Payee ${id}`, country: 'DE', program })));
  const pay = (count: number, label: string): string[] =>
    outside.raise(Array.from({ length: count }, (_, index) => ({ payee: payees[index % recipients] ?? '', amount: `${10 + index}.${String(index % 100).padStart(2, '0')}`, currency: 'USD', purpose: `${label} ${index}`, invoice: `${label}-${index}` })));
  const completed = async (ids: readonly string[]): Promise<void> => {
    while (ids.some((id) => outside.request(id).Status__c !== 'Completed')) await new Promise((done) => setTimeout(done, 20));
  };
  const warmUp = pay(recipients, 'warm-up');
  outside.approve(warmUp);
  await companion.assembly.engine.desk.surveySoon();
  await completed(warmUp);
  await tools.timer.sleep(10_000);
  const published = { count: 0 };
  outside.org.org.onPublished(() => void published.count++);
  const ids = pay(requests, 'run');
  outside.payoneer.policies.transferredSpreadMs = hintsSpreadOverMs;
  outside.world.calls.clear();
  const startedAt = tools.now();
  outside.approve(ids);
  await companion.assembly.engine.desk.surveySoon();
  await completed(ids);
  const lastedMs = tools.now() - startedAt;
  const of = (standIn: string) => outside.world.calls.entries.filter((call) => call.standIn === standIn);
  const doors = Map.groupBy(of('payoneer'), (call) => call.door);
  const questions = doors.get('GET /v4/programs/:program/payouts/:reference/status')?.length ?? 0;
  const submissions = doors.get('POST /v4/programs/:program/masspayouts')?.length ?? 0;
  const other = [...doors].filter(([door]) => !door.includes('masspayouts') && !door.endsWith('/status') || door.includes('payees')).map(([door, calls]) => `${door} × ${calls.length}`);
  const result: CallCount = { requests, hintsSpreadOverMs, salesforce: of('salesforce').length, payoneer: of('payoneer').length, submissions, statusQuestions: questions, otherPayoneer: other, eventsPublished: published.count, lastedMs, timesFaster };
  await companion.close();
  await outside.close();
  return result;
}
