import type { Timing } from '../../companion/domain/timing.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { serveOutsideWorld, type OutsideOptions, type OutsideWorld, type Payee } from '../outside-world.ts';

/** The order of events of production in a fraction of the time: nothing here decides what is safe, only how long a test waits. */
export const fastTiming: Timing = {
  surveyQuietMs: 30, surveyLatestMs: 100, sweepMs: 250, sweepOverlapMs: 900_000, fullSweepMs: 500, pauseFreshMs: 500, sendDeadlineMs: 1_000, callDeadlineMs: 1_500, leaseMs: 1_500,
  pollsMs: [300, 500, 700, 1_000], pollForMs: 2_592_000_000, unknownAsksMs: [150, 250, 350], giveUpAfterMs: 1_200, giveUpAfterMissed: 5, refusedAsksMs: [500, 2_000], confirmCancelledMs: 200,
  returnAsksMs: [86_400_000], hintSettlesMs: 100, repeatedLetterMs: 3_600_000, writeDelayMs: 60, writeGapLongestMs: 300, fundsMs: 60_000, fundsShortMs: 300, fundsFreshMs: 600_000, payeeStatusFreshMs: 900_000,
  recipientsMs: 1_000, payeePollsMs: [300, 1_000], payeePollForMs: 60_000, balancesMs: 60_000, reconcileEveryMs: 86_400_000, reconcileLateMs: 21_600_000, reconcilePatienceMs: 259_200_000, feesMs: 60_000, feeAllocationMs: 60_000, ratesMs: 60_000, ratesAgainMs: 60_000, reportingMs: 60_000, rehearseMs: 60_000, heartbeatMs: 60_000, maintenanceMs: 600_000, firstRetryMs: 100, longestRetryMs: 800, duplicateWindowMs: 3_888_000_000,
  receiptsMs: 60_000, receiptsOverlapMs: 600_000, receiptsWholeMs: 600_000, receiptsBackMs: 3_888_000_000,
};

/** Money moves at the provider as fast as the companion looks, and a reference that comes twice is paid twice: nothing but the companion stands in between. */
export const fastProvider: OutsideOptions = { policies: { duplicate: 'pay-again', acceptedAfterMs: 40, transferredAfterMs: 150, cancelledAfterMs: 60, webhookRetryEveryMs: 400 } };

export type Outside = Awaited<ReturnType<typeof serveOutsideWorld>>;

const twoPayees: readonly Payee[] = [{ id: 'payee-1', name: 'payee-1', country: 'DE', program: '100200300' }, { id: 'payee-2', name: 'payee-2', country: 'FR', program: '100200301' }];
export const addPayees = (outside: OutsideWorld): Promise<void> => outside.addPayees(twoPayees);

export async function openOutside(options: NonNullable<Parameters<typeof serveOutsideWorld>[0]> = {}): Promise<Outside> {
  const outside = await serveOutsideWorld({ ...options, ...fastProvider, policies: { ...fastProvider.policies, ...options.policies } });
  await addPayees(outside);
  return outside;
}

/** A companion's variables beside these stand-ins: on any free port, silent unless TEST_LOG says otherwise, and with no need to spare the provider. */
export const environmentBeside = (outside: Outside): Record<string, string> => ({
  ...outside.companionEnv(outside.urls), QUITTANCE_PORT: '0', QUITTANCE_LOG: process.env.TEST_LOG ?? 'silent', QUITTANCE_CALLS_PER_SECOND: '500',
});

let cents = 0;
/** Decimal text with cents nobody used before, so that no two requests look like one debt. */
export const freshAmount = (whole: number): string => `${whole + Math.floor(cents / 100)}.${String(cents++ % 100).padStart(2, '0')}`;

/** Four requests in two programs, so two batches; they wait for approval. */
export const raiseFour = (outside: OutsideWorld): readonly string[] => outside.raise([
  { payee: 'payee-1', amount: freshAmount(10), currency: 'USD', purpose: 'Invoice 1' },
  { payee: 'payee-1', amount: freshAmount(20), currency: 'USD', purpose: 'Invoice 2' },
  { payee: 'payee-2', amount: freshAmount(30), currency: 'EUR', purpose: 'Invoice 3' },
  { payee: 'payee-1', amount: freshAmount(40), currency: 'USD', purpose: 'Invoice 4' },
]);

/** The answer to the next submission is lost after it was carried out: an unknown outcome that was paid. */
export const loseAnAnswer = (outside: OutsideWorld): void => {
  outside.world.weather.clear();
  outside.world.weather.add({ standIn: 'payoneer', door: 'POST /v4/programs/:program/masspayouts', when: 'after', reply: 'drop' });
};

const standing = (outside: OutsideWorld, id: string): string => {
  const row = outside.request(id);
  return `${String(row.Name)} ${String(row.Status__c)} (${String(row.Status_Reason__c ?? '')})`;
};
const ended = (outside: OutsideWorld, id: string): boolean => {
  const { Status__c, Status_Reason__c } = outside.request(id);
  return Status__c === 'Completed' || (Status__c === 'On Hold' && Boolean(Status_Reason__c));
};
export const allEnded = (outside: OutsideWorld, ids: readonly string[]): boolean => ids.every((id) => ended(outside, id));

/** Waits until every request is paid, or a person was told why not. */
export async function untilEnded(outside: OutsideWorld, ids: readonly string[], withinMs = 25_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!allEnded(outside, ids)) {
    if (Date.now() > end) throw new Error(`After ${withinMs} ms: ${ids.map((id) => standing(outside, id)).join(', ')}`);
    await pause(25);
  }
}

/** What is wrong with how these requests ended; nothing in a world where money moves once. */
export function wrongs(outside: OutsideWorld, ids: readonly string[]): readonly string[] {
  const paid = outside.paidTimes();
  const books = [...outside.org.org.rows('Payment_Transaction__c').values()];
  const wrong: string[] = [];
  for (const id of ids) {
    const times = paid.get(id) ?? 0;
    const postings = outside.payoneer.payouts().filter(({ reference }) => reference.startsWith(id));
    const completed = outside.request(id).Status__c === 'Completed';
    if (times > 1) wrong.push(`${standing(outside, id)}: paid ${times} times`);
    if (completed !== (times === 1)) wrong.push(`${standing(outside, id)}: paid ${times} times`);
    if (postings.length > 1) wrong.push(`${standing(outside, id)}: posted ${postings.map(({ reference }) => reference).join(', ')}`);
    const told = books.filter((row) => row.Payment_Request__c === id && row.Type__c === 'Payout' && row.Status__c === 'Transferred').length;
    if (completed && told !== 1) wrong.push(`${standing(outside, id)}: ${told} transferred Payment Transactions`);
  }
  return wrong;
}

/** How they ended, for reports. */
export const countsOf = (outside: OutsideWorld, ids: readonly string[]): { completed: number; held: number } => {
  const completed = ids.filter((id) => outside.request(id).Status__c === 'Completed').length;
  return { completed, held: ids.length - completed };
};
