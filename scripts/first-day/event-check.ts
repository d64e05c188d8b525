import { rowOf, textOf } from '../../companion/connectors/salesforce/exact-json.ts';
import { openStreams } from '../../companion/connectors/salesforce/event-streams.ts';
import { literal } from '../../companion/connectors/salesforce/soql.ts';
import { fails, holds, notHere, type Finding } from './finding.ts';
import type { OrgUnderTest } from './org-under-test.ts';

/** A refused subscription ends within a second or two; one that is still open after this long was accepted. */
const acceptedAfterMs = 4_000;

/** Why the bus ended a subscription to what comes next, or undefined while it keeps it open. Nothing is taken from anybody: it has no cursor. */
function refusedBy(org: OrgUnderTest): Promise<string | undefined> {
  const { settings: { PUBSUB_ENDPOINT, PUBSUB_CA_FILE }, session, names } = org;
  const open = openStreams({ endpoint: PUBSUB_ENDPOINT, caFile: PUBSUB_CA_FILE }, () => Date.now());
  return new Promise((resolve) => {
    let settled = false;
    const settle = (why: string | undefined): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      stream.close();
      resolve(why);
    };
    const timer = setTimeout(() => settle(undefined), acceptedAfterMs);
    // The bus answers later than this line, so the stream is there when it does.
    const stream = open(session, { topic: `/event/${names.workRequested.object}`, after: 'latest', count: 1 }, { delivered: () => settle(undefined), ended: ({ text }) => settle(text) });
  });
}

/** The integration user may subscribe to the events that wake the companion. */
export async function eventCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  if (org.settings.WAKE === 'sweep') return [notHere('event bus', 'SALESFORCE_WAKE is sweep: the companion does not listen.', 'Set it to event to have approvals acted on within seconds.'), notHere('U-220', 'SALESFORCE_WAKE is sweep.')];
  const why = await refusedBy(org);
  if (why !== undefined) {
    const doThis = 'Check the permission set Quittance Companion and the way to the endpoint (port 7443). Until then SALESFORCE_WAKE=sweep works: payments start at the next sweep.';
    return [fails('event bus', why, doThis), fails('U-220', why)];
  }
  const profile = await org.query(`SELECT Profile.Name FROM User WHERE Username = ${literal(org.settings.USERNAME)}`);
  const name = typeof profile === 'string' ? undefined : textOf(rowOf(profile[0] ?? {}, 'Profile'), 'Name');
  return [
    holds('event bus', `The subscription to ${org.names.workRequested.object} was accepted.`),
    name !== undefined && /api only/i.test(name) ? holds('U-220', `A user with the profile ${name} listens, with the rights named above. Its licences were not read.`) : notHere('U-220', `The profile of the integration user is ${name ?? 'not readable'}; the row speaks of API-only ones.`),
  ];
}
