import { flow, optional } from '../engine/flow.ts';

/**
 * Automated mass payouts to global vendors and freelancers, numbered as the brief numbers them: 0 marked approved · 1 found · 2 recipient details
 * extracted, and what waits for its departure told from what leaves now · 3 transformed and bundled · 4 initiated · 5 status hints arrive · 6 Payment
 * Transaction updated with payoutId, status, fee.
 */
export const massPayout = flow({
  name: 'mass-payout',
  roles: { books: 'payoutBooks', payer: 'payouts', payees: optional('payees'), fees: optional('fees') },
  legs: {
    'work.requested': ({ desk }) => desk.surveySoon(),

    'timer.survey': async ({ step, desk, books, payer, payees }) => {
      // What a person asks for, and what looks like a debt already paid, can't be judged before what was paid lately has been read.
      if (await desk.firstLoad.pending()) return desk.later('survey', '', desk.timing.sweepMs);
      const scope = await desk.surveyScope();
      const survey = await books.survey(scope);
      await desk.carryOut(books, payer, survey, scope);
      const found = await step('1 find the approved requests', () => desk.takeUp(survey), (all) => all.map(({ request }) => ({ id: request.id, note: { status: request.status } })), {
        before: { title: '0 marked as approved', of: (all) => all.map(({ request }) => ({ id: request.id, note: { at: request.stamp?.approvedAt, by: request.stamp?.approvedById } })) },
      });
      const examined = await step('2 extract the recipient details', () => desk.examine(survey, payer, payees, found), (all) => all.map(({ request, verdict }) => ({ id: request.id, note: { recipient: request.recipient.id, country: request.recipient.country, ...verdict } })));
      await step('3 transform and bundle the payments', () => desk.bundle(survey, payer, examined), (all) => all.flatMap(({ lane, attempts }) => attempts.map((attempt) => ({ id: attempt.requestId, note: { reference: attempt.reference, batch: attempt.batchId, program: lane.program } }))));
      await desk.surveyed(scope, survey, books);
    },

    'timer.send': async ({ step, desk, books, payer }, events) => {
      for (const { key } of events) await step('4 initiate the payouts', () => desk.pay(books, payer, key), (sent) => sent);
    },

    'payout.hinted': async ({ step, desk }, hints) => {
      await step('5 status hints arrive', () => desk.hinted(hints), (hinted) => hinted);
    },

    // A hint is only a reason to ask; the schedule asks anyway. What the provider answers is the truth.
    'timer.ask': async ({ step, desk, payer, fees }) => {
      const due = await desk.dueQuestions();
      const answers = await payer.ask(due.map((row) => ({ ...row, amount: { minor: row.amountMinor, currency: row.currency } })));
      await step('5a ask for the status', () => desk.hear(due, answers), (news) => news);
      if (fees) await desk.estimateFees(due, (amount) => fees.estimate(amount));
      await desk.askAgain();
    },

    'timer.funds': async ({ desk, payer }, events) => {
      for (const { key } of events) await desk.readFunds(payer, key);
    },

    'timer.fees': async ({ step, desk, fees }) => {
      const since = await desk.oldestWithoutFee();
      if (fees && since !== undefined) await step('6a learn the actual fees', async () => desk.keepFees(await fees.actual(since)), (news) => news);
      await desk.later('fees', '', desk.timing.feesMs);
    },

    'payee.hinted': async ({ desk }, hints) => {
      for (const { payeeId } of hints) await desk.payeeChanged(payeeId);
      await desk.surveySoon();
    },
    'funds.hinted': ({ desk }) => desk.fundsChanged(),
    'timer.heartbeat': ({ desk }) => desk.heartbeat(),

    'outbox.due': async ({ step, desk, books }) => {
      await step('6 update the Payment Transactions', () => desk.writeBack(books), (written) => written);
    },
  },
});
