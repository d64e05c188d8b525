import { calendarDate } from '../../domain/calendar-date.ts';
import { countryCodeOf } from '../../domain/country.ts';
import { fullName } from '../../domain/party-name.ts';
import { pickOne } from '../../domain/picklist.ts';
import { Problem } from '../../domain/problem.ts';
import type { Invitation, PayeeFacts } from '../../domain/recipient.ts';
import type { Onboarding } from '../connector.ts';
import { type Client, pathOf } from './client.ts';
import { bodyOf, refusal } from './exchange.ts';
import { payeeStanding, type PayeeStanding } from './payees.ts';
import type { Settings } from './settings.ts';
import { payeeDetailsReply, registrationLinkReply } from './wire.ts';
import type { z } from 'zod';

const question = 'the registration link';

/** The body of the registration link (facts, section 4). Fields that two sources spell in two ways are left out: all of them are optional. */
function bodyFor({ payeeId, sessionId, email, country, party }: Invitation): object {
  const who = 'company' in party
    ? { type: 'COMPANY', company: { name: party.company }, contact: { email } }
    : { type: 'INDIVIDUAL', contact: { ...(party.person.first ? { first_name: party.person.first } : {}), last_name: party.person.last, email } };
  return { payee_id: payeeId, client_session_id: sessionId, payee: { ...who, ...(country ? { address: { country } } : {}) } };
}

const said = (text: string | null | undefined): string | undefined => (text?.trim() ? text.trim() : undefined);

/** Payoneer's words for a payee in ours. A country or kind that is not understood is not said. */
function factsOf({ reply }: PayeeStanding, details: z.infer<typeof payeeDetailsReply>['result'] | undefined): PayeeFacts {
  const { contact, company, address } = details ?? {};
  const method = [said(reply?.payout_method?.type), said(reply?.payout_method?.currency)].filter(Boolean).join(' ');
  const country = said(address?.country);
  return {
    accountId: said(reply?.account_id) ?? said(details?.account_id),
    kind: pickOne(['person', 'company'], details?.type ?? '', { individual: 'person', business: 'company' }),
    name: said(company?.name) ?? said(fullName({ first: contact?.first_name ?? '', last: contact?.last_name ?? '' })),
    email: said(contact?.email), country: country && countryCodeOf(country), method: said(method.toUpperCase()), registeredOn: calendarDate(reply?.registration_date ?? ''),
  };
}

/**
 * Registration links and what Payoneer says of a payee. Both wait behind everything money asks. Payoneer has no endpoint that lists payees or their changes:
 * one is asked for at a time.
 */
export function onboarding({ programs }: Pick<Settings, 'programs'>, client: Client): Onboarding {
  return {
    programs,
    async link(program, invitation) {
      const answer = await client.call('look', 'POST', pathOf('/v4/programs/{program}/payees/registration-link', { program }), bodyFor(invitation));
      if (answer.status !== 200 && answer.status !== 201) throw refusal(answer, question);
      const { registration_link: link } = bodyOf(registrationLinkReply, answer, question).result;
      if (!/^https?:\/\/[^\s]+$/.test(link)) throw new Problem('unmapped', 'Payoneer: the registration link in the answer is no web address. Compare with Payoneer’s reference and adapt wire.ts.');
      return link;
    },
    async payee(program, payeeId) {
      const standing = await payeeStanding(client, 'look', program, payeeId);
      if (standing.status === 'not found') return { status: standing.status, facts: undefined };
      const answer = await client.call('look', 'GET', pathOf('/v4/programs/{program}/payees/{payee}/details', { program, payee: payeeId }));
      // Somebody who has not registered may have a status and no details yet.
      const details = answer.status === 200 ? bodyOf(payeeDetailsReply, answer, 'the payee’s details').result : undefined;
      if (answer.status !== 200 && answer.status !== 404) throw refusal(answer, 'the payee’s details');
      return { status: standing.status, facts: factsOf(standing, details) };
    },
  };
}
