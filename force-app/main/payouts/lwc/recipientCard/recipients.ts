import { gql } from 'lightning/graphql';
import { currencyOf, type Connection, type Leaf } from 'c/quittancePage';

/** How many recipient accounts a page shows. */
export const recipientLimit = 20;

/**
 * The recipient account a page is about, or those of the contact or account it is about: an id of one kind equals no id of another.
 * Aliases keep the answer's names the same in an org with a namespace.
 */
export const recipientsQuery = gql`
  query recipientAccounts($recordId: ID) {
    uiapi {
      query {
        recipients: Recipient_Account__c(
          where: { or: [{ Id: { eq: $recordId } }, { Contact__c: { eq: $recordId } }, { Account__c: { eq: $recordId } }] }
          orderBy: { Default__c: { order: DESC } }
          first: 20
        ) {
          edges {
            node {
              Id
              name: Name { value }
              displayName: Display_Name__c { value }
              provider: Provider__c { value }
              payeeKey: Payee_Key__c { value }
              country: Country__c { value }
              proposedFirst: Default__c { value }
              status: Status__c { value displayValue }
              checkedAt: Status_Checked_At__c { value }
              verification: Verification__c { value }
              verifiedAt: Verified_At__c { value }
              verifiedBy: Verified_By_Id__c { value }
              changedAt: Payee_Changed_At__c { value }
              changedBy: Payee_Changed_By_Id__c { value }
              link: Onboarding_Link__c { value }
              reason: Status_Reason__c { value }
              waiting: Requested_Action__c { value }
              lastModified: LastModifiedDate { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

/** The people whose ids stand on the recipients. */
export const peopleQuery = gql`
  query peopleOfRecipients($ids: [ID]) {
    uiapi {
      query {
        people: User(where: { Id: { in: $ids } }, first: 50) {
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

/** What the recipients were paid, added up by the org itself. */
export const paidQuery = gql`
  query paidToRecipients($ids: [ID]) {
    uiapi {
      aggregate {
        paid: Payment_Request__c(
          where: { and: [{ Recipient__c: { in: $ids } }, { Status__c: { eq: "Completed" } }] }
          groupBy: { Recipient__c: { group: true }, Currency__c: { group: true } }
          first: 2000
        ) {
          edges {
            node {
              aggregate {
                recipient: Recipient__c { value }
                currency: Currency__c { value }
                amount: Amount__c { sum { value } }
                count: Id { count { value } }
              }
            }
          }
        }
      }
    }
  }
`;

export interface RecipientNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly displayName: Leaf;
  readonly provider: Leaf;
  readonly payeeKey: Leaf;
  readonly country: Leaf;
  readonly proposedFirst: Leaf<boolean>;
  readonly status: Leaf;
  readonly checkedAt: Leaf;
  readonly verification: Leaf;
  readonly verifiedAt: Leaf;
  readonly verifiedBy: Leaf;
  readonly changedAt: Leaf;
  readonly changedBy: Leaf;
  readonly link: Leaf;
  readonly reason: Leaf;
  readonly waiting: Leaf;
  readonly lastModified: Leaf;
}

interface PaidNode {
  readonly aggregate: { readonly recipient: Leaf; readonly currency: Leaf; readonly amount: { readonly sum: Leaf<number> }; readonly count: { readonly count: Leaf<number> } };
}

export interface RecipientsAnswer {
  readonly uiapi: { readonly query: { readonly recipients: Connection<RecipientNode> } };
}

export interface PeopleAnswer {
  readonly uiapi: { readonly query: { readonly people: Connection<{ readonly Id: string; readonly name: Leaf }> } };
}

export interface PaidAnswer {
  readonly uiapi: { readonly aggregate: { readonly paid: Connection<PaidNode> } };
}

/** The rows of the answer: the one proposed first, then by their numbers. */
export function recipientsIn(answer: RecipientsAnswer | undefined): readonly RecipientNode[] {
  const rank = ({ proposedFirst, name }: RecipientNode): string => `${proposedFirst.value ? 0 : 1} ${name.value ?? ''}`;
  return (answer?.uiapi.query.recipients.edges ?? []).map(({ node }) => node).sort((a, b) => rank(a).localeCompare(rank(b)));
}

/** What one recipient was paid in one currency. */
export interface Paid {
  readonly currency: string;
  readonly amount: ReturnType<typeof currencyOf>;
  readonly count: number;
}

/** One line per currency, in the order of their codes; amounts of different currencies are never added. */
export function paidTo(recipientId: string, answer: PaidAnswer): readonly Paid[] {
  return answer.uiapi.aggregate.paid.edges
    .filter(({ node: { aggregate } }) => aggregate.recipient.value?.slice(0, 15) === recipientId.slice(0, 15))
    .map(({ node: { aggregate } }) => ({ currency: aggregate.currency.value ?? '', amount: currencyOf(aggregate.amount.sum.value, aggregate.currency.value), count: aggregate.count.count.value ?? 0 }))
    .sort((a, b) => a.currency.localeCompare(b.currency));
}

/** Names by the first 15 characters of the user ids. */
export function namesIn(answer: PeopleAnswer | undefined): ReadonlyMap<string, string> {
  return new Map((answer?.uiapi.query.people.edges ?? []).flatMap(({ node }) => (node.name.value ? [[node.Id.slice(0, 15), node.name.value]] : [])));
}
