import { gql } from 'lightning/graphql';
import type { Connection, Leaf } from 'c/quittancePage';

/** How many critical issues are open, counted by the org itself. */
export const criticalQuery = gql`
  query openCriticalIssues {
    uiapi {
      aggregate {
        critical: Sync_Issue__c(
          where: { and: [{ Severity__c: { eq: "Critical" } }, { Status__c: { in: ["Open", "Retrying"] } }] }
          groupBy: { Severity__c: { group: true } }
          first: 10
        ) {
          edges {
            node {
              aggregate {
                count: Id { count { value } }
              }
            }
          }
        }
      }
    }
  }
`;

export interface CriticalAnswer {
  readonly uiapi: { readonly aggregate: { readonly critical: Connection<{ readonly aggregate: { readonly count: { readonly count: Leaf<number> } } }> } };
}

/** The count; a group of none is not in the answer. */
export function criticalCount(answer: CriticalAnswer): number {
  return answer.uiapi.aggregate.critical.edges.reduce((sum, { node }) => sum + (node.aggregate.count.count.value ?? 0), 0);
}
