import { flow, optional } from '../engine/flow.ts';

/**
 * A day's reconciliation with the provider: 1 the provider's own transactions are read · 2 every payout of the day is looked for among them, by its reference · 3 its
 * Payment Transaction says when it was found · 4 differences are named on the record, and taken back when they are gone.
 *
 * Once a day, some hours after its end in UTC (`reconcileLateMs`). What is late is looked for again for days (`reconcilePatienceMs`) before it is told. Without the
 * account holder's consent no call is made, and that the day was not compared is said once. With it: one call for each page of 100 transactions of the last days,
 * and of the days since the oldest difference. Where the list seems to know better than the last answer, the payout is asked about at once, as after a hint. Nothing here
 * can move money, or the status of a payment.
 */
export const reconciliation = flow({
  name: 'reconciliation',
  roles: { receiver: 'receipts', consent: optional('consent') },
  legs: {
    'timer.reconciliation': async ({ step, desk, receiver, consent }) => {
      if (await desk.reconciliation.waits()) return desk.later('reconciliation', '', desk.timing.sweepMs);
      const days = await desk.reconciliation.daysToCompare();
      if (days && !(await desk.receipts.mayReceive(consent))) await desk.reconciliation.notCompared(days);
      else if (days) {
        const { isMore } = await step("1 read the provider's transactions", () => desk.reconciliation.read(receiver, days), (read) => [{ id: `reconciliation ${new Date(days.until).toISOString()}`, note: read }]);
        if (isMore) return desk.later('reconciliation', '', desk.timing.firstRetryMs);
        const compared = await step('2 look for each payout', () => desk.reconciliation.compare(days), ({ news }) => news.map(({ reference, requestId, finding }) => ({ id: requestId ?? reference, note: { reference, ...finding } })));
        const { named } = await step('3 tell the Payment Transactions', () => desk.reconciliation.keep(compared), ({ marked }) => marked);
        await step('4 name the differences', () => named, (differences) => differences);
        await desk.reconciliation.closeDays(days, compared);
      }
      await desk.reconciliation.nextDay();
    },
  },
});
