import { gql } from 'lightning/graphql';
import { fill, numberOr, textOr, type Connection, type Leaf } from 'c/quittancePage';
import { label } from './labels';

/** How many issues a page shows. */
export const issueLimit = 50;

/** All open issues, the worst first and among equals the latest: the picklist ends with the worst, and an org orders by it. Aliases keep the answer's names the same in an org with a namespace. */
export const allIssues = gql`
  query openIssues {
    uiapi {
      query {
        issues: Sync_Issue__c(
          where: { Status__c: { in: ["Open", "Retrying"] } }
          orderBy: { Severity__c: { order: DESC, nulls: LAST }, Last_Seen__c: { order: DESC } }
          first: 50
        ) {
          edges {
            node {
              Id
              name: Name { value }
              kind: Kind__c { value }
              source: Source__c { value }
              severity: Severity__c { value }
              status: Status__c { value }
              count: Count__c { value }
              firstSeen: First_Seen__c { value }
              lastSeen: Last_Seen__c { value }
              summary: Summary__c { value }
              detail: Detail__c { value }
              excerpt: Excerpt__c { value }
              requestId: Payment_Request__c { value }
              action: Requested_Action__c { value }
              actionReason: Requested_Reason__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

/** The open issues of one payment request. */
export const issuesOfRequest = gql`
  query openIssuesOfRequest($requestId: ID) {
    uiapi {
      query {
        issues: Sync_Issue__c(
          where: { and: [{ Payment_Request__c: { eq: $requestId } }, { Status__c: { in: ["Open", "Retrying"] } }] }
          orderBy: { Severity__c: { order: DESC, nulls: LAST }, Last_Seen__c: { order: DESC } }
          first: 50
        ) {
          edges {
            node {
              Id
              name: Name { value }
              kind: Kind__c { value }
              source: Source__c { value }
              severity: Severity__c { value }
              status: Status__c { value }
              count: Count__c { value }
              firstSeen: First_Seen__c { value }
              lastSeen: Last_Seen__c { value }
              summary: Summary__c { value }
              detail: Detail__c { value }
              excerpt: Excerpt__c { value }
              requestId: Payment_Request__c { value }
              action: Requested_Action__c { value }
              actionReason: Requested_Reason__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

interface IssueNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly kind: Leaf;
  readonly source: Leaf;
  readonly severity: Leaf;
  readonly status: Leaf;
  readonly count: Leaf<number>;
  readonly firstSeen: Leaf;
  readonly lastSeen: Leaf;
  readonly summary: Leaf;
  readonly detail: Leaf;
  readonly excerpt: Leaf;
  readonly requestId: Leaf;
  readonly action: Leaf;
  readonly actionReason: Leaf;
}

export interface IssuesAnswer {
  readonly uiapi: { readonly query: { readonly issues: Connection<IssueNode> } };
}

/** The worst first; what is unknown counts as a warning. */
const severities: Readonly<Record<string, { readonly rank: number; readonly word: string; readonly look: string; readonly icon: string; readonly variant: string }>> = {
  Critical: { rank: 0, word: label.critical, look: 'slds-theme_error', icon: 'utility:error', variant: 'error' },
  Warning: { rank: 1, word: label.warning, look: 'slds-theme_warning', icon: 'utility:warning', variant: 'warning' },
  Info: { rank: 2, word: label.info, look: '', icon: 'utility:info', variant: '' },
};
const unknown = { rank: 1, word: label.warning, look: 'slds-theme_warning', icon: 'utility:warning', variant: 'warning' };

/** An issue as the page shows it. */
export interface Issue {
  readonly key: string;
  readonly name: string;
  readonly summary: string;
  readonly severity: typeof unknown;
  readonly retrying: boolean;
  /** Kind, place and how often, in one line. */
  readonly facts: string;
  readonly times: readonly { readonly key: string; readonly name: string; readonly at: string }[];
  readonly detail: string | undefined;
  readonly excerpt: string | undefined;
  readonly requestLink: string | undefined;
  readonly waiting: string | undefined;
  readonly waitingReason: string | undefined;
}

function issueOf(node: IssueNode): Issue {
  const count = numberOr(node.count.value, 1);
  return {
    key: node.Id,
    name: textOr(node.name.value, node.Id),
    summary: textOr(node.summary.value, textOr(node.kind.value, textOr(node.name.value, ''))),
    severity: severities[node.severity.value ?? ''] ?? unknown,
    retrying: node.status.value === 'Retrying',
    facts: [node.kind.value, node.source.value, count === 1 ? label.seenOnce : fill(label.seenTimes, count)].filter(Boolean).join(' · '),
    times: [{ key: 'first', name: label.first, at: node.firstSeen.value }, { key: 'last', name: label.last, at: node.lastSeen.value }].flatMap(({ at, ...time }) => (at ? [{ ...time, at }] : [])),
    detail: textOr(node.detail.value, undefined),
    excerpt: textOr(node.excerpt.value, undefined),
    requestLink: node.requestId.value ? `/${node.requestId.value}` : undefined,
    waiting: textOr(node.action.value, undefined),
    waitingReason: textOr(node.actionReason.value, undefined),
  };
}

/** Rows of the answer, the worst first and among equals the latest. */
export function issuesOf(answer: IssuesAnswer): readonly Issue[] {
  // The org answers so; only what has no severity, which counts as a warning, comes last. Sorting keeps the order among equals.
  return answer.uiapi.query.issues.edges.map(({ node }) => issueOf(node)).sort((a, b) => a.severity.rank - b.severity.rank);
}
