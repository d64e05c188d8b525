import { gql } from 'lightning/graphql';
import { sumOf } from './money';
import type { Connection, GraphqlResult, Leaf } from './records';
import { numberOr, textOr } from './words';

/** All funding accounts with their latest balance. Aliases keep the answer's names the same in an org with a namespace. */
export const fundingQuery = gql`
  query fundingBalances {
    uiapi {
      query {
        accounts: Funding_Account__c(orderBy: { Name: { order: ASC } }, first: 200) {
          edges {
            node {
              Id
              name: Name { value }
              key: Account_Key__c { value }
              displayName: Display_Name__c { value }
              environment: Environment__c { value }
              currency: Currency__c { value }
              available: Available__c { value }
              availableAt: Available_At__c { value }
              threshold: Threshold__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

interface FundingNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly key: Leaf;
  readonly displayName: Leaf;
  readonly environment: Leaf;
  readonly currency: Leaf;
  readonly available: Leaf<number>;
  readonly availableAt: Leaf;
  readonly threshold: Leaf<number>;
}

export interface FundingAnswer {
  readonly uiapi: { readonly query: { readonly accounts: Connection<FundingNode> } };
}

/** An account money is on; amounts are in whole units of its currency. */
export interface FundingAccount {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  /** Whether payouts are made from it. The account holder's own balances, one for each currency, are shown only: their keys end in it. */
  readonly paysOut: boolean;
  /** Undefined until the companion has read a balance. */
  readonly available: number | undefined;
  /** ISO time of the balance. */
  readonly availableAt: string | undefined;
  readonly threshold: number | undefined;
}

/** The accounts of the answer, by name. What is not production says so behind its name, so that play money is never taken for money. */
export function fundingOf({ data }: GraphqlResult<FundingAnswer>): readonly FundingAccount[] {
  return (data?.uiapi.query.accounts.edges ?? []).map(({ node }) => {
    const name = textOr(node.displayName.value, textOr(node.name.value, node.Id));
    return {
      id: node.Id,
      name: node.environment.value && node.environment.value !== 'production' ? `${name} (${node.environment.value})` : name,
      currency: textOr(node.currency.value, ''),
      paysOut: !textOr(node.key.value, '').endsWith(`-${textOr(node.currency.value, '')}`),
      available: numberOr(node.available.value, undefined),
      availableAt: textOr(node.availableAt.value, undefined),
      threshold: numberOr(node.threshold.value, undefined),
    };
  });
}

/** Whether what stands at this status is on its way: it does not wait any more, and may not be taken from the balance yet. */
export const isLeaving = (status: string): boolean => status === 'Sending' || status === 'Outcome Unknown';

/** What is free of a balance, without what is on its way; undefined while no balance is known. In whole units. */
export function freeOf(available: number | undefined, leaving: readonly { readonly amount: number }[], currency: string): number | undefined {
  return available === undefined ? undefined : sumOf([available, ...leaving.map(({ amount }) => -amount)], currency);
}

/** The id of the account a request is paid from: its own, else the only one of its currency that pays out; where there are several, its recipient's registration decides, which no page can know. */
export function paidFrom({ accountId, currency }: { readonly accountId: string | undefined; readonly currency: string }, accounts: readonly FundingAccount[]): string | undefined {
  if (accountId !== undefined) return accountId;
  const [only, ...more] = accounts.filter((account) => account.paysOut && account.currency === currency);
  return more.length === 0 ? only?.id : undefined;
}
