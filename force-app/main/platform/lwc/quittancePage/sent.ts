import { gql } from 'lightning/graphql';
import { paidFrom, type FundingAccount } from './funding';
import type { Connection, GraphqlResult, Leaf } from './records';
import { numberOr, textOr } from './words';

/** Payouts that were taken since a moment. Aliases keep the answer's names the same in an org with a namespace. */
export const sentQuery = gql`
  query sentSince($since: DateTime) {
    uiapi {
      query {
        sent: Payment_Transaction__c(
          where: { and: [{ Type__c: { eq: "Payout" } }, { Status__c: { in: ["Pending", "Pending Payee", "Transferred"] } }, { Occurred_At__c: { gte: { value: $since } } }] }
          orderBy: { Occurred_At__c: { order: DESC } }
          first: 2000
        ) {
          edges {
            node {
              Id
              amount: Amount__c { value }
              currency: Currency__c { value }
              accountId: Funding_Account__c { value }
              at: Occurred_At__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

interface SentNode {
  readonly Id: string;
  readonly amount: Leaf<number>;
  readonly currency: Leaf;
  readonly accountId: Leaf;
  readonly at: Leaf;
}

export interface SentAnswer {
  readonly uiapi: { readonly query: { readonly sent: Connection<SentNode> } };
}

/** A payout that its account's balance still holds; the amount is in whole units. */
export interface Sent {
  readonly accountId: string;
  readonly currency: string;
  readonly amount: number;
}

/** The moment of the oldest balance (ISO time), since which payouts have to be known; undefined while there is none. */
export const oldestBalance = (accounts: readonly FundingAccount[]): string | undefined => accounts.flatMap(({ availableAt }) => availableAt ?? []).sort((a, b) => Date.parse(a) - Date.parse(b))[0];

/** What was sent after the balance of its account was read, and is in it still: a balance is read before it pays, and then once an hour. */
export function notInBalance({ data }: GraphqlResult<SentAnswer>, accounts: readonly FundingAccount[]): readonly Sent[] {
  return (data?.uiapi.query.sent.edges ?? []).flatMap(({ node }) => {
    const currency = textOr(node.currency.value, '');
    const accountId = paidFrom({ accountId: textOr(node.accountId.value, undefined), currency }, accounts);
    const account = accounts.find(({ id }) => id === accountId);
    if (!account?.availableAt || account.currency !== currency || Date.parse(textOr(node.at.value, '')) < Date.parse(account.availableAt)) return [];
    return [{ accountId: account.id, currency, amount: numberOr(node.amount.value, 0) }];
  });
}
