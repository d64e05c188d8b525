import { gql } from 'lightning/graphql';
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

/** An account money is paid from; amounts are in whole units of its currency. */
export interface FundingAccount {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
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
      available: numberOr(node.available.value, undefined),
      availableAt: textOr(node.availableAt.value, undefined),
      threshold: numberOr(node.threshold.value, undefined),
    };
  });
}
