import { flow, optional } from '../engine/flow.ts';

/**
 * Exchange rates, for reports and for what is owed in another currency than it is paid in, never for anything that was submitted: 1 read the sources · 2 keep what is
 * plausible, with its history · 3 tell the books · 4 convert the requests nobody has submitted yet: 4a what is owed, to the amount that is approved and paid, then
 * what is paid, to the reporting currency · 5 feed the org's own dated rates. A published source is called once for each publication, seven times at most when it is late; the agreed
 * table and our own payouts cost no call. The books are looked at every five minutes (production), 288 calls a day for both, none where no reporting currency is set and
 * QUITTANCE_CONVERT_OWED is off.
 */
export const exchangeRates = flow({
  name: 'exchange-rates',
  roles: { books: 'rateBooks', reference: optional('rates'), table: optional('rates') },
  legs: {
    'timer.rates': async ({ step, desk, books, reference, table }) => {
      const sources = [table, reference];
      const { rates } = await step('1 read the exchange rates', () => desk.finance.readRates(sources), ({ notes }) => notes);
      const kept = await step('2 keep the plausible ones', () => desk.finance.keepRates(rates), (news) => news);
      await step('3 tell the books', () => desk.finance.offerRates(), (told) => told);
      if (kept.length) await step("5 feed the org's dated rates", () => desk.finance.feedDated(books), (fed) => fed);
      await desk.finance.nextRates(sources);
    },

    'timer.reporting': async ({ step, desk, books }) => {
      const look = await desk.finance.lookAtReportable(books);
      const owed = await step('4a convert what is owed', () => desk.finance.convertOwed(look.owed), (done) => done);
      // What has just got another amount is reported by the next look, which sees it.
      const rest = look.requests.filter(({ requestId }) => !owed.some(({ id }) => id === requestId));
      const converted = await step('4 convert to the reporting currency', () => desk.finance.convertRequests(rest), (done) => done);
      if (owed.length || converted.length) await step('3 tell the books', () => desk.finance.offerRates(), (told) => told);
      await desk.finance.reportingSeen(look);
    },
  },
});
