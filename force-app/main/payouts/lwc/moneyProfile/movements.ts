import { gql } from 'lightning/graphql';
import { currencyOf, textOr, type Connection, type Leaf } from 'c/quittancePage';
import { label } from './labels';

/** How many movements a page shows, of payments and receipts together. */
export const movementLimit = 10;

/** The latest payments to or for a record; drafts are no movements yet. */
export const paymentsQuery = gql`
  query profilePayments($recordId: ID) {
    uiapi {
      query {
        movements: Payment_Request__c(
          where: {
            and: [
              { Status__c: { ne: "Draft" } }
              {
                or: [
                  { Recipient__c: { eq: $recordId } }
                  { Opportunity__c: { eq: $recordId } }
                  { Recipient__r: { Contact__c: { eq: $recordId } } }
                  { Recipient__r: { Account__c: { eq: $recordId } } }
                ]
              }
            ]
          }
          orderBy: { CreatedDate: { order: DESC } }
          first: 10
        ) {
          edges {
            node {
              Id
              name: Name { value }
              at: CreatedDate { value }
              about: Purpose__c { value }
              status: Status__c { value displayValue }
              amount: Amount__c { value }
              currency: Currency__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

/** The latest receipts from or for a record. */
export const receiptsQuery = gql`
  query profileReceipts($recordId: ID) {
    uiapi {
      query {
        movements: Revenue__c(
          where: { and: [{ Match_State__c: { ne: "Ignored" } }, { or: [{ Contact__c: { eq: $recordId } }, { Account__c: { eq: $recordId } }, { Opportunity__c: { eq: $recordId } }] }] }
          orderBy: { Received_At__c: { order: DESC, nulls: LAST } }
          first: 10
        ) {
          edges {
            node {
              Id
              name: Name { value }
              at: Received_At__c { value }
              about: Reference__c { value }
              status: Status__c { value displayValue }
              match: Match_State__c { value displayValue }
              amount: Amount__c { value }
              currency: Currency__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

interface MovementNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly at: Leaf;
  readonly about: Leaf;
  readonly status: Leaf;
  /** Payments have none. */
  readonly match?: Leaf;
  readonly amount: Leaf<number>;
  readonly currency: Leaf;
}

export interface MovementsAnswer {
  readonly uiapi: { readonly query: { readonly movements: Connection<MovementNode> } };
}

/** A payment or a receipt as the page shows it. */
export interface Movement {
  readonly key: string;
  readonly link: string;
  readonly name: string;
  readonly kind: string;
  readonly icon: string;
  readonly at: string;
  readonly about: string;
  readonly status: string;
  readonly amount: ReturnType<typeof currencyOf>;
}

function rowsOf(answer: MovementsAnswer | undefined, kind: string, icon: string): readonly Movement[] {
  return (answer?.uiapi.query.movements.edges ?? []).map(({ node }) => ({
    key: node.Id,
    link: `/${node.Id}`,
    name: textOr(node.name.value, node.Id),
    kind,
    icon,
    at: textOr(node.at.value, ''),
    about: textOr(node.about.value, ''),
    // Counted as received is a match only that somebody or a reference made certain.
    status: textOr(node.match?.value === 'Proposed' ? (node.match.displayValue ?? node.match.value) : (node.status.displayValue ?? node.status.value), ''),
    amount: currencyOf(node.amount.value, node.currency.value),
  }));
}

/** The latest of both together; what has no time comes last. `hasMore` when there are others. */
export function movementsOf(payments: MovementsAnswer | undefined, receipts: MovementsAnswer | undefined): { readonly shown: readonly Movement[]; readonly hasMore: boolean } {
  const all = [...rowsOf(payments, label.payment, 'utility:arrowup'), ...rowsOf(receipts, label.receipt, 'utility:arrowdown')];
  const latest = all.sort((a, b) => b.at.localeCompare(a.at));
  const hidden = [payments, receipts].some((answer) => answer?.uiapi.query.movements.pageInfo?.hasNextPage);
  return { shown: latest.slice(0, movementLimit), hasMore: hidden || latest.length > movementLimit };
}
