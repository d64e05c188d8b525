import { gql } from 'lightning/graphql';
import type { Connection, ConnectionsAnswer, GraphqlResult, Leaf } from 'c/quittancePage';

/** The accounts payments are taken from. Aliases keep the answers' names the same in an org with a namespace. */
export const fundingQuery = gql`
  query fundingAccounts {
    uiapi {
      query {
        found: Funding_Account__c(first: 200) {
          edges {
            node {
              Id
              available: Available__c { value }
              readAt: Available_At__c { value }
            }
          }
        }
      }
    }
  }
`;

/** Any recipient that a second person verified. */
export const verifiedQuery = gql`
  query verifiedRecipient {
    uiapi {
      query {
        found: Recipient_Account__c(where: { Verification__c: { eq: "Verified" } }, first: 1) {
          edges {
            node {
              Id
              name: Name { value }
              displayName: Display_Name__c { value }
            }
          }
        }
      }
    }
  }
`;

/** Any payment that reached its end. */
export const completedQuery = gql`
  query completedPayment {
    uiapi {
      query {
        found: Payment_Request__c(where: { Status__c: { eq: "Completed" } }, first: 1) {
          edges {
            node {
              Id
              name: Name { value }
            }
          }
        }
      }
    }
  }
`;

/** Any payment that was approved: the only trace an approval process leaves where a page can read it. */
export const approvedQuery = gql`
  query approvedPayment {
    uiapi {
      query {
        found: Payment_Request__c(where: { Approved_At__c: { ne: null } }, first: 1) {
          edges {
            node {
              Id
              name: Name { value }
            }
          }
        }
      }
    }
  }
`;

interface Found<Node> {
  readonly uiapi: { readonly query: { readonly found: Connection<Node> } };
}

export type FundingAnswer = Found<{ readonly Id: string; readonly available: Leaf<number>; readonly readAt: Leaf }>;
export type RecipientAnswer = Found<{ readonly Id: string; readonly name: Leaf; readonly displayName: Leaf }>;
export type RequestAnswer = Found<{ readonly Id: string; readonly name: Leaf }>;

/** What the checklist is told by the org, each question by itself. */
export interface Findings {
  readonly connections: GraphqlResult<ConnectionsAnswer>;
  readonly funding: GraphqlResult<FundingAnswer>;
  readonly verified: GraphqlResult<RecipientAnswer>;
  readonly completed: GraphqlResult<RequestAnswer>;
  readonly approved: GraphqlResult<RequestAnswer>;
}

/** The rows of an answer. */
export function rowsOf<Node>({ data }: GraphqlResult<Found<Node>>): readonly Node[] {
  return data?.uiapi.query.found.edges.map(({ node }) => node) ?? [];
}
