import { gql } from 'lightning/graphql';
import { currencyOf, numberOr, sumOf, textOr, type Connection, type Group, type Leaf, type Sum } from 'c/quittancePage';

/**
 * What is or was to be paid to or for a record. An id says itself what it is of, so that one question serves all four pages: at most one of
 * these fields can hold it. Aliases keep the answer's names the same in an org with a namespace.
 */
export const paymentTotalsQuery = gql`
  query profilePaymentTotals($recordId: ID) {
    uiapi {
      aggregate {
        totals: Payment_Request__c(
          where: {
            and: [
              { Status__c: { nin: ["Draft", "Rejected", "Recalled", "Failed", "Returned", "Cancelled"] } }
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
          groupBy: { Status__c: { group: true }, Currency__c: { group: true } }
          first: 2000
        ) {
          edges {
            node {
              aggregate {
                status: Status__c { value }
                currency: Currency__c { value }
                amount: Amount__c { sum { value } }
              }
            }
          }
        }
      }
    }
  }
`;

/** What was received from or for a record: what is pending, was cancelled or failed is not money that came, and a match nobody confirmed, or somebody denied, is not theirs. */
export const receiptTotalsQuery = gql`
  query profileReceiptTotals($recordId: ID) {
    uiapi {
      aggregate {
        totals: Revenue__c(
          where: { and: [{ Status__c: { eq: "Received" } }, { Match_State__c: { nin: ["Proposed", "Ignored"] } }, { or: [{ Contact__c: { eq: $recordId } }, { Account__c: { eq: $recordId } }, { Opportunity__c: { eq: $recordId } }] }] }
          groupBy: { Currency__c: { group: true } }
          first: 2000
        ) {
          edges {
            node {
              aggregate {
                currency: Currency__c { value }
                amount: Amount__c { sum { value } }
              }
            }
          }
        }
      }
    }
  }
`;

interface TotalFields {
  /** Receipts have none. */
  readonly status?: Leaf;
  readonly currency: Leaf;
  readonly amount: Sum;
}

export interface TotalsAnswer {
  readonly uiapi: { readonly aggregate: { readonly totals: Connection<Group<TotalFields>> } };
}

interface Part {
  readonly status: string | undefined;
  readonly currency: string;
  readonly amount: number;
}

function partsOf(answer: TotalsAnswer | undefined): readonly Part[] {
  return (answer?.uiapi.aggregate.totals.edges ?? []).map(({ node: { aggregate } }) => ({
    status: aggregate.status?.value ?? undefined,
    currency: textOr(aggregate.currency.value, ''),
    amount: numberOr(aggregate.amount.sum.value, 0),
  }));
}

type Amount = ReturnType<typeof currencyOf>;

/** What a record has to do with money of one currency. */
export interface Total {
  readonly currency: string;
  readonly paid: Amount;
  readonly pending: Amount;
  readonly received: Amount;
}

/** One line per currency, in the order of their codes; amounts of different currencies are never added. */
export function totalsOf(payments: TotalsAnswer | undefined, receipts: TotalsAnswer | undefined): readonly Total[] {
  const [asked, received] = [partsOf(payments), partsOf(receipts)];
  const currencies = [...new Set([...asked, ...received].map(({ currency }) => currency))].filter((currency) => currency !== '').sort();
  return currencies.map((currency) => {
    const amountOf = (parts: readonly Part[]): Amount => currencyOf(sumOf(parts.filter((part) => part.currency === currency).map(({ amount }) => amount), currency), currency);
    return {
      currency,
      paid: amountOf(asked.filter(({ status }) => status === 'Completed')),
      pending: amountOf(asked.filter(({ status }) => status !== 'Completed')),
      received: amountOf(received),
    };
  });
}
