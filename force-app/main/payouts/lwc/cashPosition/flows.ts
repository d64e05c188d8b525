import { gql } from 'lightning/graphql';
import { numberOr, textOr, type Connection, type Group, type Leaf, type Sum } from 'c/quittancePage';

/** How many readings of a balance are drawn. */
export const readingLimit = 2000;

/** The balances of an account, the latest first. Aliases keep the answer's names the same in an org with a namespace. */
export const balancesQuery = gql`
  query cashBalances($accountId: ID, $since: DateTime) {
    uiapi {
      query {
        balances: Balance_Snapshot__c(
          where: { and: [{ Funding_Account__c: { eq: $accountId } }, { As_Of__c: { gte: { value: $since } } }] }
          orderBy: { As_Of__c: { order: DESC } }
          first: 2000
        ) {
          edges {
            node {
              Id
              available: Available__c { value }
              asOf: As_Of__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

/** What payments moved, added up by day. What may never have left the account is left out, and so is what belongs to a receipt, which is counted there. */
export const paymentsQuery = gql`
  query cashPayments($accountId: ID, $currency: Picklist, $since: DateTime) {
    uiapi {
      aggregate {
        movements: Payment_Transaction__c(
          where: {
            and: [
              { Funding_Account__c: { eq: $accountId } }
              { Currency__c: { eq: $currency } }
              { Occurred_At__c: { gte: { value: $since } } }
              { Status__c: { nin: ["Sending", "Outcome Unknown", "Cancelled", "Refused"] } }
              { Revenue__c: { eq: null } }
            ]
          }
          groupBy: { Occurred_At__c: { function: DAY_ONLY }, Direction__c: { group: true } }
          first: 2000
        ) {
          edges {
            node {
              aggregate {
                day: Occurred_At__c { dayOnly { value } }
                direction: Direction__c { value }
                amount: Amount__c { sum { value } }
              }
            }
          }
        }
      }
    }
  }
`;

/** What was received, added up by day. */
export const receiptsQuery = gql`
  query cashReceipts($accountId: ID, $currency: Picklist, $since: DateTime) {
    uiapi {
      aggregate {
        movements: Revenue__c(
          where: { and: [{ Funding_Account__c: { eq: $accountId } }, { Currency__c: { eq: $currency } }, { Status__c: { eq: "Received" } }, { Received_At__c: { gte: { value: $since } } }] }
          groupBy: { Received_At__c: { function: DAY_ONLY } }
          first: 2000
        ) {
          edges {
            node {
              aggregate {
                day: Received_At__c { dayOnly { value } }
                amount: Amount__c { sum { value } }
              }
            }
          }
        }
      }
    }
  }
`;

interface BalanceNode {
  readonly Id: string;
  readonly available: Leaf<number>;
  readonly asOf: Leaf;
}

export interface BalancesAnswer {
  readonly uiapi: { readonly query: { readonly balances: Connection<BalanceNode> } };
}

interface MovementFields {
  readonly day: { readonly dayOnly: Leaf };
  /** Receipts only ever come in. */
  readonly direction?: Leaf;
  readonly amount: Sum;
}

export interface MovementsAnswer {
  readonly uiapi: { readonly aggregate: { readonly movements: Connection<Group<MovementFields>> } };
}

/** A balance at a moment (ISO time), in whole units. */
export interface Reading {
  readonly at: string;
  readonly available: number;
}

export function readingsOf(answer: BalancesAnswer | undefined): readonly Reading[] {
  return (answer?.uiapi.query.balances.edges ?? []).flatMap(({ node }) => {
    const available = numberOr(node.available.value, undefined);
    return available === undefined || !node.asOf.value ? [] : [{ at: node.asOf.value, available }];
  });
}

/** What one day (`2026-11-21`, UTC) brought or took, in whole units. */
export interface Flow {
  readonly day: string;
  readonly isIn: boolean;
  readonly amount: number;
}

export function flowsOf(answer: MovementsAnswer | undefined): readonly Flow[] {
  return (answer?.uiapi.aggregate.movements.edges ?? []).map(({ node: { aggregate } }) => ({
    day: textOr(aggregate.day.dayOnly.value, '').slice(0, 10),
    isIn: aggregate.direction === undefined || aggregate.direction.value === 'In',
    amount: numberOr(aggregate.amount.sum.value, 0),
  }));
}
