import { isReceipt, movementRules } from '../domain/movements.ts';
import { flow, optional } from '../engine/flow.ts';

/**
 * Payments received, from the provider into the books: 1 money arrives on the account · 2 its transactions are read · 3 each is mapped by its type ·
 * 4 matched with opportunity, account or invoice · 5 Revenue and Payment Transaction written · 6 the opportunity is told that its money has come.
 *
 * Off without the account holder's consent: then no call is made. With it every look costs one call for each page of 100 transactions, at least one, and one for
 * a token when the last ran out: 96 looks a day in production (`receiptsMs`), and once a day a long look over 45 days. New receipts cost one call to the books
 * for each five questions of their matching. Nothing here can move money.
 */
export const paymentReceived = flow({
  name: 'payment-received',
  roles: { books: 'receiptBooks', receiver: 'receipts', consent: optional('consent') },
  legs: {
    // Where a program sends any word of received payments, it is a reason to look; what the account says is the truth.
    'receipt.hinted': ({ desk }) => desk.receipts.lookSoon(),
    'funds.hinted': ({ desk }) => desk.receipts.lookSoon(),

    'timer.receipts': async ({ step, desk, books, receiver, consent }) => {
      if (!(await desk.receipts.mayReceive(consent)) || (await desk.receipts.waits())) return desk.receipts.lookLater();
      const isMore = await desk.receipts.readAccount(receiver, async (heard) => {
        const news = await step('2 read the account\'s transactions', () => desk.receipts.keepMovements(heard), (all) => all.map(({ key, id, raw }) => ({ id: key, note: { transaction: id, status: raw } })), {
          before: { title: '1 money arrives on the account', of: (all) => all.map(({ key, at, amount, source }) => ({ id: key, note: { at, amount, source } })) },
        });
        await step('3 map by transaction type', () => news, (all) => all.map((m) => ({ id: m.key, note: { kind: m.kind, revenue: isReceipt(m), transaction: movementRules[m.kind].transaction } })));
        await step('3a join the fees of payouts', () => desk.receipts.keepFeesOf(heard), (fees) => fees);
      });
      await step('4 match with opportunity, account and invoice', () => desk.receipts.matchReceipts(books), (found) => found);
      await desk.later('receipts', '', isMore ? desk.timing.firstRetryMs : desk.timing.receiptsMs);
      // A consent that ended during this look is said at once, not at the next one.
      await desk.receipts.mayReceive(consent);
    },

    // The page of the connection shows how the consent stands, and a link that is still good.
    'timer.heartbeat': async ({ desk, consent }) => {
      await desk.receipts.mayReceive(consent);
    },

    // What the outbox wrote is journaled here: 6 is done by the package's flow Receipt Matched, in the same save.
    'outbox.due': async ({ step, desk }) => {
      const written = await step('5 write Revenue and Payment Transaction', () => desk.receipts.writtenMovements(), (all) => all.map(({ key, status }) => ({ id: key, note: { status } })));
      await step('6 tell the opportunity', () => written.filter(({ status, matchState, opportunityId }) => status === 'completed' && matchState === 'Matched' && opportunityId !== null), (all) => all.map(({ key, opportunityId }) => ({ id: key, note: { opportunityId } })));
    },
  },
});
