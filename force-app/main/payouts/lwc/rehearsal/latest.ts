import { gql } from 'lightning/graphql';
import { textOr, type Connection, type Leaf, type RehearsalSubject } from 'c/quittancePage';

/** The latest rehearsal of this run or request; on a rehearsal's own page, itself. */
export const latestQuery = gql`
  query latestRehearsal($recordId: ID) {
    uiapi {
      query {
        found: Rehearsal__c(
          where: { or: [{ Id: { eq: $recordId } }, { Payment_Run__c: { eq: $recordId } }, { Payment_Request__c: { eq: $recordId } }] }
          orderBy: { CreatedDate: { order: DESC } }
          first: 1
        ) {
          edges {
            node {
              Id
              created: CreatedDate { value }
              status: Status__c { value }
              verdict: Verdict__c { value }
              run: Payment_Run__c { value }
              request: Payment_Request__c { value }
              ids: Request_Ids__c { value }
              summary: Summary__c { value }
              lines: Lines__c { value }
            }
          }
        }
      }
    }
  }
`;

interface Node {
  readonly Id: string;
  readonly created: Leaf;
  readonly status: Leaf;
  readonly verdict: Leaf;
  readonly run: Leaf;
  readonly request: Leaf;
  readonly ids: Leaf;
  readonly summary: Leaf;
  readonly lines: Leaf;
}

export interface LatestAnswer {
  readonly uiapi: { readonly query: { readonly found: Connection<Node> } };
}

/** A rehearsal as its record tells it. */
export interface Latest {
  readonly status: string;
  readonly verdict: string;
  /** Epoch ms. */
  readonly askedAt: number;
  readonly subject: RehearsalSubject;
  readonly summary: string;
  readonly lines: string;
}

export function latestOf(answer: LatestAnswer | undefined): Latest | undefined {
  const node = answer?.uiapi.query.found.edges[0]?.node;
  if (!node) return undefined;
  const [run, request] = [textOr(node.run.value, undefined), textOr(node.request.value, undefined)];
  return {
    status: textOr(node.status.value, 'Asked'), verdict: textOr(node.verdict.value, ''), askedAt: Date.parse(textOr(node.created.value, '')),
    subject: run ? { run } : request ? { request } : { ids: textOr(node.ids.value, '') },
    summary: textOr(node.summary.value, ''), lines: textOr(node.lines.value, ''),
  };
}
