import { gql } from 'lightning/graphql';
import { askFor, decimalsOf, messageOf, numberOr, textOr, type Connection, type Leaf } from 'c/quittancePage';
import { label } from './labels';

/** How many drafts can be chosen from at once. */
export const draftLimit = 200;
/** How many are written at the same time: an org slows down who asks more. */
const atOnce = 5;

/** Drafts that are submitted one by one: a request on a payment run is submitted with its run. */
export const draftsQuery = gql`
  query queueDrafts {
    uiapi {
      query {
        drafts: Payment_Request__c(
          where: { and: [{ Status__c: { eq: "Draft" } }, { Payment_Run__c: { eq: null } }] }
          orderBy: { Due_Date__c: { order: ASC, nulls: LAST } }
          first: 200
        ) {
          edges {
            node {
              Id
              name: Name { value }
              amount: Amount__c { value }
              currency: Currency__c { value }
              purpose: Purpose__c { value }
              due: Due_Date__c { value }
              asked: Requested_Action__c { value displayValue }
              recipient: Recipient__r { name: Display_Name__c { value } }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

interface DraftNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly amount: Leaf<number>;
  readonly currency: Leaf;
  readonly purpose: Leaf;
  readonly due: Leaf;
  readonly asked: Leaf;
  readonly recipient: { readonly name: Leaf } | null;
}

export interface DraftsAnswer {
  readonly uiapi: { readonly query: { readonly drafts: Connection<DraftNode> } };
}

/** A draft as the table shows it; the amount is in whole units of its currency, undefined while what is owed is not converted to it yet. */
export interface Draft {
  readonly id: string;
  readonly link: string;
  readonly name: string;
  readonly recipient: string;
  readonly amount: number | undefined;
  readonly currency: string;
  readonly decimals: number;
  readonly purpose: string;
  readonly due: string | undefined;
  readonly asked: string;
}

export function draftsOf(answer: DraftsAnswer | undefined): readonly Draft[] {
  return (answer?.uiapi.query.drafts.edges ?? []).map(({ node }) => ({
    id: node.Id,
    link: `/${node.Id}`,
    name: textOr(node.name.value, node.Id),
    recipient: textOr(node.recipient?.name.value, ''),
    amount: numberOr(node.amount.value, undefined),
    currency: textOr(node.currency.value, ''),
    decimals: decimalsOf(textOr(node.currency.value, '')),
    purpose: textOr(node.purpose.value, ''),
    due: textOr(node.due.value, undefined),
    asked: textOr(node.asked.displayValue ?? node.asked.value, ''),
  }));
}

const decimals = { fieldName: 'decimals' };
/** The table has nothing to offer on a column but what a click on its head would do. */
const plain = { hideDefaultActions: true } as const;

/** The columns of lightning-datatable. */
const draftColumns = [
  { ...plain, label: label.request, fieldName: 'link', type: 'url', typeAttributes: { label: { fieldName: 'name' } }, initialWidth: 120 },
  { ...plain, label: label.recipient, fieldName: 'recipient', wrapText: true },
  {
    ...plain,
    label: label.amount,
    fieldName: 'amount',
    type: 'currency',
    typeAttributes: { currencyCode: { fieldName: 'currency' }, currencyDisplayAs: 'code', minimumFractionDigits: decimals, maximumFractionDigits: decimals },
  },
  { ...plain, label: label.purpose, fieldName: 'purpose', wrapText: true },
  { ...plain, label: label.due, fieldName: 'due', type: 'date-local' },
  { ...plain, label: label.asked, fieldName: 'asked' },
] as const;

type DraftColumn = (typeof draftColumns)[number];
/** The table starts anew with every other array of columns, and would forget what was chosen. */
const columnsWithout = new Map<string, readonly DraftColumn[]>();

/** The columns these drafts have something to say in: without a due date, or without anything asked for, a column would be blank from top to bottom. */
export function columnsOf(drafts: readonly Draft[]): readonly DraftColumn[] {
  const blank = (['due', 'asked'] as const).filter((name) => !drafts.some((draft) => draft[name]));
  const known = columnsWithout.get(blank.join());
  if (known) return known;
  const columns = draftColumns.filter(({ fieldName }) => !blank.some((name) => name === fieldName));
  columnsWithout.set(blank.join(), columns);
  return columns;
}

/** A draft that the org did not take, in the org's words. */
export interface Refusal {
  readonly key: string;
  readonly link: string;
  readonly name: string;
  readonly words: string;
}

async function refusalOf({ id, link, name }: Draft, reason: string): Promise<readonly Refusal[]> {
  try {
    await askFor('payment', id, 'Submit', reason);
    return [];
  } catch (error) {
    return [{ key: id, link, name, words: messageOf(error, label.refusedText) }];
  }
}

/**
 * Asks for the submission of each draft, a few at a time, and answers with those that were refused. Each is a save of its own, so that a
 * refused one takes no other back. `told` hears how many were answered so far.
 */
export async function submitAll(drafts: readonly Draft[], reason: string, told: (done: number) => void): Promise<readonly Refusal[]> {
  let done = 0;
  const one = async (draft: Draft): Promise<readonly Refusal[]> => {
    const refused = await refusalOf(draft, reason);
    done += 1;
    told(done);
    return refused;
  };
  const [now, later] = [drafts.slice(0, atOnce), drafts.slice(atOnce)];
  const refused = (await Promise.all(now.map(one))).flat();
  return later.length === 0 ? refused : [...refused, ...(await submitAll(later, reason, (more) => told(done + more)))];
}
