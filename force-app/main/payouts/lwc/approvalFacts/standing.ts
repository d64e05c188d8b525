import { gql } from 'lightning/graphql';
import { currencyOf, textOr, type Connection, type Leaf } from 'c/quittancePage';

/** How far back two requests that are over are taken for the same: the companion's own look-alike check uses the same days, and compares other programs and what is owed in another currency too. */
export const twinDays = 45;

/** Other requests with the same recipient, amount and currency, that are open or not long over. Aliases keep the answer's names the same in an org with a namespace. */
export const twinsQuery = gql`
  query possibleDuplicates($requestId: ID, $recipientId: ID, $amount: Double, $currency: Picklist, $since: DateTime) {
    uiapi {
      query {
        twins: Payment_Request__c(
          where: {
            and: [
              { Id: { ne: $requestId } }
              { Recipient__c: { eq: $recipientId } }
              { Amount__c: { eq: $amount } }
              { Currency__c: { eq: $currency } }
              {
                or: [
                  { CreatedDate: { gte: { value: $since } } }
                  { LastModifiedDate: { gte: { value: $since } } }
                  { Status__c: { in: ["Submitted", "Approved for Payout", "Scheduled", "Needs Correction", "Awaiting Funds", "On Hold", "Sending", "Outcome Unknown", "In Progress", "Action Required"] } }
                ]
              }
              { Status__c: { nin: ["Rejected", "Recalled", "Cancelled"] } }
            ]
          }
          orderBy: { CreatedDate: { order: DESC } }
          first: 10
        ) {
          edges {
            node {
              Id
              name: Name { value }
              status: Status__c { value displayValue }
              purpose: Purpose__c { value }
              invoice: Invoice_Number__c { value }
              created: CreatedDate { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

/** All requests that wait for approval, added up by the org itself. */
export const totalsQuery = gql`
  query submittedTotals {
    uiapi {
      aggregate {
        totals: Payment_Request__c(where: { Status__c: { eq: "Submitted" } }, groupBy: { Currency__c: { group: true } }, first: 200) {
          edges {
            node {
              aggregate {
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

interface TwinNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly status: Leaf;
  readonly purpose: Leaf;
  readonly invoice: Leaf;
  readonly created: Leaf;
}

interface TotalNode {
  readonly aggregate: { readonly currency: Leaf; readonly amount: { readonly sum: Leaf<number> }; readonly count: { readonly count: Leaf<number> } };
}

export interface TwinsAnswer {
  readonly uiapi: { readonly query: { readonly twins: Connection<TwinNode> } };
}

export interface TotalsAnswer {
  readonly uiapi: { readonly aggregate: { readonly totals: Connection<TotalNode> } };
}

export interface Twin {
  readonly key: string;
  readonly link: string;
  readonly name: string;
  readonly status: string;
  readonly purpose: string;
  readonly invoice: string;
  readonly created: string;
}

/** Rows of the answer, ready to be shown. */
export function twinsOf(answer: TwinsAnswer): readonly Twin[] {
  return answer.uiapi.query.twins.edges.map(({ node }) => ({
    key: node.Id,
    link: `/${node.Id}`,
    name: textOr(node.name.value, node.Id),
    status: textOr(node.status.displayValue ?? node.status.value, ''),
    purpose: textOr(node.purpose.value, ''),
    invoice: textOr(node.invoice.value, ''),
    created: textOr(node.created.value, ''),
  }));
}

export interface Total {
  readonly currency: string;
  readonly amount: ReturnType<typeof currencyOf>;
  readonly count: number;
}

/** One line per currency, in the order of their codes; amounts of different currencies are never added. */
export function totalsOf(answer: TotalsAnswer): readonly Total[] {
  return answer.uiapi.aggregate.totals.edges
    .map(({ node: { aggregate } }) => ({ currency: aggregate.currency.value ?? '', amount: currencyOf(aggregate.amount.sum.value, aggregate.currency.value), count: aggregate.count.count.value ?? 0 }))
    .sort((a, b) => a.currency.localeCompare(b.currency));
}
