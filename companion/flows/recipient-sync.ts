import { flow } from '../engine/flow.ts';

/**
 * Recipients, both ways: 1 asked for or changed in the books · 2 put into order and checked · 3 invited with a registration link · 4 hints arrive:
 * approved, declined · 5 provider asked for status and details · 6 compared, and what changed there made unverified · 7 waiting requests of a payee that is no
 * longer paid stopped · 8 Recipient Account updated.
 *
 * Calls: one look at the books every `recipientsMs` (five minutes: 288 a day) and one for each burst of events; one to the provider for an invitation, two for
 * a question. Asked about are those that changed, that a hint names, that a person wants to have checked, and, at growing distances up to once a day for
 * sixty days, those who were invited and are not active yet. Active payees cost nothing until a payment to them is due.
 */
export const recipientSync = flow({
  name: 'recipient-sync',
  roles: { books: 'recipientBooks', provider: 'onboarding' },
  legs: {
    'work.requested': async ({ desk }, events) => {
      if (events.some(({ kind }) => kind.startsWith('recipient.'))) await desk.recipients.lookSoon();
    },

    'timer.recipients': async ({ step, desk: { recipients }, books, provider }) => {
      const scope = await recipients.scope();
      const { records, until } = await books.look(scope);
      const found = await step('1 asked for or changed in the books', () => recipients.found(records, scope), (all) => all.map(({ record, wish }) => ({ id: record.id, note: { wish, key: record.facts.payeeKey } })));
      const checked = await step('2 put into order and checked', () => recipients.check(provider, found), (all) => all.map(({ record, facts, trouble }) => ({ id: record.id, note: { country: facts.country, trouble } })));
      await step('3 invited with a registration link', () => recipients.invite(provider, checked), (invited) => invited);
      await recipients.looked(scope, until);
    },

    'payee.hinted': async ({ step, desk: { recipients }, books, provider }, hints) => {
      await step('4 hints arrive', () => recipients.hinted(provider, books, hints), (hinted) => hinted);
    },

    'timer.payees': async ({ step, desk: { recipients }, provider }) => {
      const asked = await step('5 ask the provider for status and details', () => recipients.askDue(provider), (all) => all.map(({ row, said }) => ({ id: row.recipientId, note: { status: said.status } })));
      await step('6 compare with the provider', () => recipients.compare(asked), (compared) => compared);
      await step('7 stop waiting requests', () => recipients.stopRequests(asked), (stopped) => stopped);
      await recipients.askAgain();
    },

    'outbox.due': async ({ step, desk: { recipients } }) => {
      await step('8 update the Recipient Accounts', () => recipients.told(), (told) => told);
    },
  },
});
