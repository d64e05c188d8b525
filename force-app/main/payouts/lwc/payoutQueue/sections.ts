import { gql } from 'lightning/graphql';
import { counted, currencyOf, fill, textOr, type Connection, type Leaf } from 'c/quittancePage';
import { tallyOf, type Demand } from './demand';
import { label } from './labels';

/** How many requests of a section are listed. */
export const rowLimit = 50;

/** The requests of a section, what is due first on top. */
export const rowsQuery = gql`
  query queueRows($statuses: [Picklist]) {
    uiapi {
      query {
        requests: Payment_Request__c(where: { Status__c: { in: $statuses } }, orderBy: { Due_Date__c: { order: ASC, nulls: LAST } }, first: 50) {
          edges {
            node {
              Id
              name: Name { value }
              status: Status__c { value displayValue }
              reason: Status_Reason__c { value }
              amount: Amount__c { value }
              currency: Currency__c { value }
              due: Due_Date__c { value }
              recipient: Recipient__r { name: Display_Name__c { value } }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

interface RowNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly status: Leaf;
  readonly reason: Leaf;
  readonly amount: Leaf<number>;
  readonly currency: Leaf;
  readonly due: Leaf;
  readonly recipient: { readonly name: Leaf } | null;
}

export interface RowsAnswer {
  readonly uiapi: { readonly query: { readonly requests: Connection<RowNode> } };
}

/** A request as a section lists it. */
export interface Row {
  readonly key: string;
  readonly link: string;
  readonly name: string;
  readonly recipient: string;
  readonly status: string;
  readonly amount: ReturnType<typeof currencyOf>;
  readonly due: string | undefined;
}

export function rowsOf(answer: RowsAnswer): readonly Row[] {
  return answer.uiapi.query.requests.edges.map(({ node }) => ({
    key: node.Id,
    link: `/${node.Id}`,
    name: textOr(node.name.value, node.Id),
    recipient: textOr(node.recipient?.name.value, ''),
    status: [textOr(node.status.displayValue ?? node.status.value, ''), textOr(node.reason.value, '')].filter(Boolean).join(': '),
    amount: currencyOf(node.amount.value, node.currency.value),
    due: textOr(node.due.value, undefined),
  }));
}

const sections: readonly { readonly key: string; readonly name: string; readonly text: string; readonly statuses: readonly string[] }[] = [
  { key: 'submitted', name: label.submittedTitle, text: label.submittedText, statuses: ['Submitted'] },
  { key: 'approved', name: label.approvedTitle, text: label.approvedText, statuses: ['Approved for Payout', 'Scheduled'] },
  { key: 'funds', name: label.fundsTitle, text: label.fundsText, statuses: ['Awaiting Funds'] },
  { key: 'correction', name: label.correctionTitle, text: label.correctionText, statuses: ['Needs Correction'] },
  { key: 'held', name: label.heldTitle, text: label.heldText, statuses: ['On Hold', 'Outcome Unknown'] },
];

/** One group of statuses with its totals by currency, as the page shows it. */
export interface Section {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  /** Name and count. */
  readonly title: string;
  readonly text: string;
  readonly look: string;
  /** With the number of requests where there are several currencies: of one it is the section's own. */
  readonly totals: readonly { readonly currency: string; readonly count: string | undefined; readonly amount: ReturnType<typeof currencyOf> }[];
  readonly isEmpty: boolean;
  readonly isOpen: boolean;
  readonly toggle: string;
  readonly toggleText: string;
  /** What a reader of "true" or "false" hears. */
  readonly expanded: 'true' | 'false';
}

/** The statuses of a section; undefined for a section that is not known. */
export const statusesOf = (key: string | undefined): readonly string[] | undefined => sections.find((section) => section.key === key)?.statuses;

export function sectionsOf(demand: readonly Demand[], opened: string | undefined): readonly Section[] {
  return sections.map(({ key, name, text, statuses }) => {
    const own = demand.filter(({ status }) => statuses.includes(status));
    const currencies = [...new Set(own.map(({ currency }) => currency))].sort();
    const isOpen = key === opened && own.length > 0;
    const all = own.reduce((sum, { count }) => sum + count, 0);
    return {
      key,
      name,
      count: all,
      title: fill(label.sectionTitle, name, all),
      text,
      look: `section section_${key}`,
      totals: currencies.map((currency) => {
        const { amount, count } = tallyOf(own.filter((each) => each.currency === currency), currency);
        return { currency, count: currencies.length > 1 ? counted(count, label.requestsOne, label.requests) : undefined, amount: currencyOf(amount, currency) };
      }),
      isEmpty: own.length === 0,
      isOpen,
      toggle: isOpen ? label.hide : label.show,
      toggleText: fill(isOpen ? label.hideText : label.showText, name),
      expanded: isOpen ? 'true' : 'false',
    };
  });
}
