import { gql } from 'lightning/graphql';
import { numberOr, sumOf, textOr, type Connection, type Count, type Group, type Leaf, type Sum } from 'c/quittancePage';

/** More groups of status, currency and account than this are not added up, and the page says so. */
export const groupLimit = 2000;

/** What waits and what is on its way, added up by the org itself. Aliases keep the answer's names the same in an org with a namespace. */
export const demandQuery = gql`
  query queueDemand {
    uiapi {
      aggregate {
        demand: Payment_Request__c(
          where: { Status__c: { in: ["Submitted", "Approved for Payout", "Scheduled", "Awaiting Funds", "Needs Correction", "On Hold", "Sending", "Outcome Unknown"] } }
          groupBy: { Status__c: { group: true }, Currency__c: { group: true }, Funding_Account__c: { group: true } }
          first: 2000
        ) {
          edges {
            node {
              aggregate {
                status: Status__c { value }
                currency: Currency__c { value }
                accountId: Funding_Account__c { value }
                amount: Amount__c { sum { value } }
                count: Id { count { value } }
              }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

interface DemandFields {
  readonly status: Leaf;
  readonly currency: Leaf;
  readonly accountId: Leaf;
  readonly amount: Sum;
  readonly count: Count;
}

export interface DemandAnswer {
  readonly uiapi: { readonly aggregate: { readonly demand: Connection<Group<DemandFields>> } };
}

/** Requests of one status, one currency and one account; amounts are in whole units of the currency. */
export interface Demand {
  readonly status: string;
  readonly currency: string;
  /** Undefined while the account is left to the recipient's registration. */
  readonly accountId: string | undefined;
  readonly amount: number;
  readonly count: number;
}

export function demandOf(answer: DemandAnswer | undefined): readonly Demand[] {
  return (answer?.uiapi.aggregate.demand.edges ?? []).map(({ node: { aggregate } }) => ({
    status: textOr(aggregate.status.value, ''),
    currency: textOr(aggregate.currency.value, ''),
    accountId: textOr(aggregate.accountId.value, undefined),
    amount: numberOr(aggregate.amount.sum.value, 0),
    count: numberOr(aggregate.count.count.value, 0),
  }));
}

/** How much and how many; never over several currencies. */
export interface Tally {
  readonly amount: number;
  readonly count: number;
}

export function tallyOf(all: readonly Demand[], currency: string): Tally {
  return { amount: sumOf(all.map(({ amount }) => amount), currency), count: all.reduce((sum, { count }) => sum + count, 0) };
}
