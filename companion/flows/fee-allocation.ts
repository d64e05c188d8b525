import { flow } from '../engine/flow.ts';

/**
 * What paying costs, in the accounts: 1 a fee is known, actual or estimated · 2 its rule is found, or what like payments suggest · 3 it is divided to the last minor
 * unit and told to the books · 3a a person confirms or rejects a suggestion. The fees are those on the Payment Transactions, whoever recorded them. One call to the books
 * every ten minutes (production), 144 a day, and one more for each further 2,000 fees; without an active rule nothing is allocated.
 */
export const feeAllocation = flow({
  name: 'fee-allocation',
  roles: { books: 'feeBooks' },
  legs: {
    'timer.fee-allocation': async ({ step, desk, books }) => {
      const look = await desk.finance.lookAtFees(books);
      await step('3a a person decides', () => desk.finance.takeFeeDecisions(look), (decided) => decided);
      const fees = await step('1 the fee is known', () => desk.finance.feesToAllocate(look), (rows) => rows.map(({ requestId, basis }) => ({ id: requestId, note: { basis } })));
      const found = await step('2 find the rule', () => desk.finance.findFeeRules(look, fees), (rows) => rows.map(({ requestId, how, ruleName }) => ({ id: requestId, note: { how, rule: ruleName } })));
      await step('3 divide it', () => desk.finance.divideFees(look, found), (divided) => divided);
      await desk.later('fee-allocation', '', desk.timing.feeAllocationMs);
    },
  },
});
