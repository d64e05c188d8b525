import { Problem } from '../domain/problem.ts';
import { flow, optional } from '../engine/flow.ts';

/** What would fail again. */
const lasts = (error: unknown): error is Problem => error instanceof Problem && error.kind !== 'busy' && error.kind !== 'unreachable';

/**
 * Rehearsal before approval: what would happen to a run, a request or a selection if it were approved now, numbered: 1 asked for · 2 requests read as they
 * stand · 3 the production path walked, nothing of it kept · 4 answered on the record that asked. It is cast with the terms of the payer, not with the
 * payer: nobody here can send. An answer that could not be written is made anew, from newer facts, by the next look: so nothing of it is stored.
 * Outside calls, counted: one look for questions per `rehearseMs` (288 a day in production) or wake-up; for each rehearsal one read per 600 requests, one
 * write, at most one balance per program and ten payees.
 */
export const rehearsal = flow({
  name: 'rehearsal',
  roles: { books: 'rehearsalBooks', payer: 'payoutTerms', payees: optional('payees'), fees: optional('fees') },
  legs: {
    'work.requested': async ({ desk }, wakes) => {
      if (wakes.some(({ kind }) => kind === 'rehearsal.requested')) await desk.rehearseSoon();
    },

    'timer.rehearse': async ({ step, tools, desk, books, payer, payees, fees }) => {
      const asked = await step('1 find what is to be rehearsed', () => books.asked(), (all) => all.map(({ key, of }) => ({ id: key, note: of })));
      for (const { key, of } of asked) {
        const answer = async (): Promise<void> => {
          const view = await step('2 read the requests as they stand', () => books.view(of), ({ requests, unreadable }) => [{ id: key, note: { requests: requests.length, unreadable: unreadable.length } }]);
          const told = await step('3 walk the production path, and keep nothing of it', () => desk.rehearse({ payer, payees, fees }, view), ({ counts }) => [{ id: key, note: counts }]);
          await step('4 answer on the record', () => books.answer(key, { rehearsal: told }), (written) => [{ id: key, note: { written } }]);
        };
        await answer().catch(async (error: unknown) => {
          // What passes is tried again with the timer; what would fail again is told, so that it keeps nobody else waiting.
          if (!lasts(error)) throw error;
          await books.answer(key, { failed: error.message }).catch((again: unknown) => {
            if (!lasts(again)) throw again;
            tools.log.warn(`Rehearsal: ${key} can't be answered; it is tried again with the next look. ${again.message}`);
          });
        });
      }
      await desk.later('rehearse', '', desk.timing.rehearseMs);
    },
  },
});
