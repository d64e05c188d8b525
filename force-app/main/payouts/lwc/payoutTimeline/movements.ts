import { gql } from 'lightning/graphql';
import { currencyOf, fill, numberOr, textOr, type Connection, type Leaf } from 'c/quittancePage';
import { label } from './labels';

/** How many movements of money a page shows. */
export const movementLimit = 50;

/** Aliases keep the answer's names the same in an org with a namespace. */
export const movementsQuery = gql`
  query payoutMovements($requestId: ID) {
    uiapi {
      query {
        movements: Payment_Transaction__c(
          where: { Payment_Request__c: { eq: $requestId } }
          orderBy: { Occurred_At__c: { order: DESC } }
          first: 50
        ) {
          edges {
            node {
              Id
              type: Type__c { value }
              status: Status__c { value displayValue }
              amount: Amount__c { value }
              currency: Currency__c { value }
              targetAmount: Target_Amount__c { value }
              targetCurrency: Target_Currency__c { value }
              rate: FX_Rate__c { value }
              rateSource: FX_Source__c { value }
              feeAmount: Fee_Amount__c { value }
              feeCurrency: Fee_Currency__c { value }
              feeBasis: Fee_Basis__c { value }
              payoutId: Payout_Id__c { value }
              reference: Reference__c { value }
              providerStatus: Provider_Status__c { value }
              reason: Reason__c { value }
              occurredAt: Occurred_At__c { value }
              timeline: Timeline__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

export interface MovementNode {
  readonly Id: string;
  readonly type: Leaf;
  readonly status: Leaf;
  readonly amount: Leaf<number>;
  readonly currency: Leaf;
  readonly targetAmount: Leaf<number>;
  readonly targetCurrency: Leaf;
  readonly rate: Leaf<number>;
  readonly rateSource: Leaf;
  readonly feeAmount: Leaf<number>;
  readonly feeCurrency: Leaf;
  readonly feeBasis: Leaf;
  readonly payoutId: Leaf;
  readonly reference: Leaf;
  readonly providerStatus: Leaf;
  readonly reason: Leaf;
  readonly occurredAt: Leaf;
  readonly timeline: Leaf;
}

export interface MovementsAnswer {
  readonly uiapi: { readonly query: { readonly movements: Connection<MovementNode> } };
}

const titles: Readonly<Record<string, string>> = { Payout: label.payout, Return: label.return, Fee: label.feeRow };
const bases: Readonly<Record<string, string>> = { Actual: label.feeActual, Estimated: label.feeEstimated };

/** One thing known of a movement: an amount, a time, a text, or an amount with a text. */
interface Fact {
  readonly key: string;
  readonly name: string;
  readonly amount?: ReturnType<typeof currencyOf>;
  readonly at?: string | undefined;
  readonly text?: string | undefined;
  readonly look: string;
}

/** A movement of money as the page shows it; what is not known is left out. */
export interface Movement {
  readonly key: string;
  readonly title: string;
  readonly facts: readonly Fact[];
}

function rateOf({ rate, rateSource, currency, targetCurrency }: MovementNode): string | undefined {
  const value = numberOr(rate.value, undefined);
  if (value === undefined || targetCurrency.value === null) return undefined;
  const text = fill(label.rateText, currency.value ?? '', String(value), targetCurrency.value);
  return rateSource.value ? fill(label.rateSource, text, rateSource.value) : text;
}

/** One row of the GraphQL answer, ready to be shown. */
export function movementOf(node: MovementNode): Movement {
  const fee = currencyOf(node.feeAmount.value, node.feeCurrency.value);
  const word = ({ displayValue, value }: Leaf): string | undefined => textOr(displayValue ?? value, undefined);
  const facts: readonly Omit<Fact, 'look'>[] = [
    { key: 'amount', name: label.amount, amount: currencyOf(node.amount.value, node.currency.value) },
    { key: 'fee', name: label.fee, amount: fee, text: fee ? bases[node.feeBasis.value ?? ''] : undefined },
    { key: 'receives', name: label.receives, amount: currencyOf(node.targetAmount.value, node.targetCurrency.value) },
    { key: 'rate', name: label.rate, text: rateOf(node) },
    { key: 'when', name: label.when, at: textOr(node.occurredAt.value, undefined) },
    { key: 'status', name: label.status, text: word(node.status) },
    { key: 'provider', name: label.providerStatus, text: word(node.providerStatus) },
    { key: 'reason', name: label.reasonLabel, text: word(node.reason) },
    { key: 'reference', name: label.reference, text: word(node.reference) },
    { key: 'payout', name: label.payoutId, text: word(node.payoutId) },
  ];
  return {
    key: node.Id,
    title: titles[node.type.value ?? ''] ?? label.movement,
    facts: facts.filter(({ amount, at, text }) => amount ?? at ?? text).map((fact) => ({ ...fact, look: `fact fact_${fact.key}` })),
  };
}
