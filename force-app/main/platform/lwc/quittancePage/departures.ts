import { gql } from 'lightning/graphql';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import type { Connection, GraphqlResult, Leaf } from './records';
import { isLeaving } from './funding';
import { numberOr, textOr } from './words';

/** More waiting payments than this are not read, and the page says so. */
export const departureLimit = 2000;

/** What is approved and has not left, and what is on its way and may not be in the balance yet. Aliases keep the answer's names the same in an org with a namespace. */
export const departuresQuery = gql`
  query waitingPayouts {
    uiapi {
      query {
        requests: Payment_Request__c(
          where: { Status__c: { in: ["Approved for Payout", "Scheduled", "Awaiting Funds", "Sending", "Outcome Unknown"] } }
          orderBy: { Due_Date__c: { order: ASC, nulls: LAST } }
          first: 2000
        ) {
          edges {
            node {
              Id
              name: Name { value }
              status: Status__c { value displayValue }
              amount: Amount__c { value }
              currency: Currency__c { value }
              leavesAt: Leaves_At__c { value }
              payoutDate: Payout_Date__c { value }
              dueDate: Due_Date__c { value }
              accountId: Funding_Account__c { value }
              recipient: Recipient_Name__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

interface DepartureNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly status: Leaf;
  readonly amount: Leaf<number>;
  readonly currency: Leaf;
  readonly leavesAt: Leaf;
  readonly payoutDate: Leaf;
  readonly dueDate: Leaf;
  readonly accountId: Leaf;
  readonly recipient: Leaf;
}

export interface DeparturesAnswer {
  readonly uiapi: { readonly query: { readonly requests: Connection<DepartureNode> } };
}

/** A payment that waits to leave, or is leaving; the amount is in whole units of its currency. */
export interface Departure {
  readonly id: string;
  readonly name: string;
  readonly recipient: string;
  /** The value, not its translation. */
  readonly status: string;
  readonly statusText: string;
  readonly amount: number;
  readonly currency: string;
  /** ISO time, by the schedule of its funding account. */
  readonly leavesAt: string | undefined;
  /** `2026-11-21` */
  readonly payoutDate: string | undefined;
  readonly dueDate: string | undefined;
  /** Undefined while the account is left to the recipient's registration. */
  readonly accountId: string | undefined;
  /** On its way: it does not wait any more. */
  readonly isLeaving: boolean;
}

export function departuresOf({ data }: GraphqlResult<DeparturesAnswer>): readonly Departure[] {
  return (data?.uiapi.query.requests.edges ?? []).map(({ node }) => {
    const status = textOr(node.status.value, '');
    return {
      id: node.Id,
      name: textOr(node.name.value, node.Id),
      recipient: textOr(node.recipient.value, ''),
      status,
      statusText: textOr(node.status.displayValue, status),
      amount: numberOr(node.amount.value, 0),
      currency: textOr(node.currency.value, ''),
      leavesAt: textOr(node.leavesAt.value, undefined),
      payoutDate: textOr(node.payoutDate.value, undefined),
      dueDate: textOr(node.dueDate.value, undefined),
      accountId: textOr(node.accountId.value, undefined),
      isLeaving: isLeaving(status),
    };
  });
}

const dayMs = 86_400_000;

/** The day of a moment (epoch ms) on the clock of the reader's Salesforce user, as `2026-11-21`; `later` days on. */
export function dayOf(atMs: number, later = 0): string {
  // The browser's clock may be another one; the base components show every moment by this one.
  const [month = 0, day = 0, year = 0] = new Date(atMs).toLocaleDateString('en-US', { timeZone: TIME_ZONE }).split('/').map(Number);
  return new Date(Date.UTC(year, month - 1, day) + later * dayMs).toISOString().slice(0, 10);
}

/** The day on which a payment leaves: by its schedule, else its payout date, else at once. */
export function leavesOn({ leavesAt, payoutDate }: Departure, nowMs: number): string {
  return leavesAt === undefined ? (payoutDate ?? dayOf(nowMs)) : dayOf(Date.parse(leavesAt));
}
