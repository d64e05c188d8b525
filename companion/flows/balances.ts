import { flow, optional } from '../engine/flow.ts';

/**
 * The account holder's own balances: 1 read by consent · 2 Funding Accounts found that show them · 3 kept with their history · 4 compared with the thresholds; the
 * books are told with the next write. What lies in the programs is read by the flow that pays from them, and compared with the same thresholds.
 *
 * Off without the account holder's consent: then no call is made. With it every look costs one call, 24 a day in production (`balancesMs`).
 */
export const balances = flow({
  name: 'balances',
  roles: { holder: 'accountBalances', consent: optional('consent') },
  legs: {
    'timer.balances': async ({ step, desk, holder, consent }) => {
      if (await desk.receipts.mayReceive(consent)) {
        const read = await step("1 read the account's balances", () => holder.read(), (all) => all.map(({ account, available }) => ({ id: account, note: available })));
        const shown = await step('2 find their Funding Accounts', () => desk.balances.withFundingAccounts(read), (all) => all.map(({ program, currency }) => ({ id: program, note: { currency } })));
        await step('3 keep them with their history', () => desk.balances.keep(shown), (kept) => kept);
        await step('4 compare with the thresholds', () => desk.balances.compareWithThresholds(shown), () => shown.map(({ program, availableMinor }) => ({ id: program, note: { availableMinor } })));
      }
      await desk.later('balances', '', desk.timing.balancesMs);
    },
  },
});
