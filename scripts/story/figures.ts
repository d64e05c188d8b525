import { decimalText, moneyFromDecimal } from '../../companion/domain/money.ts';
import { receiptsAsExpected, receiptsOf, type ReceiptFigures } from './receipts.ts';
import { rehearsalsOf, type RehearsalFigures } from './rehearsed-run.ts';
import type { Standing } from './standings.ts';
import type { Stage } from './stage.ts';

export interface BatchFigures {
  readonly currency: string;
  readonly seal: string;
  readonly detail: string;
  readonly requests: number;
  /** The three sides, decimal text; empty while unknown. */
  readonly approved: string;
  readonly provider: string;
  readonly balance: string;
}

export interface Figures {
  readonly ok: boolean;
  readonly seconds: number;
  readonly requests: readonly { readonly name: string; readonly recipient: string; readonly currency: string; readonly amount: string; readonly status: string; readonly expected: string; readonly reason: string; readonly paidTimes: number }[];
  readonly totals: readonly { readonly currency: string; readonly status: string; readonly count: number; readonly amount: string }[];
  readonly batches: readonly BatchFigures[];
  readonly invited: readonly { readonly name: string; readonly status: string; readonly verification: string }[];
  readonly receipts: readonly ReceiptFigures[];
  readonly rehearsals: readonly RehearsalFigures[];
  /** From the provider's own log: how many requests were paid so often. */
  readonly paid: { readonly never: number; readonly once: number; readonly returned: number; readonly wrongly: number };
  readonly calls: { readonly salesforce: Readonly<Record<string, number>>; readonly payoneer: Readonly<Record<string, number>>; readonly webhooks: number };
}

/** Requests whose money should be with the payee, and no others. */
const shouldBePaid = (status: string): number => (status === 'Completed' ? 1 : 0);

function totalsOf(standings: readonly Standing[]): Figures['totals'] {
  const groups = Map.groupBy(standings, ({ request, status }) => `${request.currency}|${status}`);
  return [...groups].map(([key, members]) => {
    const [currency = '', status = ''] = key.split('|');
    const minor = members.reduce((sum, { request }) => sum + moneyFromDecimal(request.amount, currency).minor, 0);
    return { currency, status, count: members.length, amount: decimalText({ minor, currency }) };
  });
}

const text = (value: unknown, currency: string): string => (value == null ? '' : decimalText(moneyFromDecimal(String(value), currency)));

/** What the books say of every batch that took something. */
export function batchesOf({ outside }: Stage): readonly BatchFigures[] {
  return [...outside.org.org.rows('Payout_Batch__c').values()].map((row) => {
    const currency = String(row.Currency__c);
    return {
      currency, seal: String(row.Seal__c), detail: String(row.Seal_Detail__c ?? ''), requests: Number(row.Requested_Count__c),
      approved: text(row.Approved_Total__c, currency), provider: text(row.Provider_Total__c, currency), balance: text(row.Balance_Movement__c, currency),
    };
  });
}

/** Who was invited in the story, by the registration link on the record. */
export function invitedOf({ outside }: Stage): Figures['invited'] {
  return [...outside.org.org.rows('Recipient_Account__c').values()].filter((row) => row.Onboarding_Link__c).map((row) => ({ name: String(row.Display_Name__c), status: String(row.Status__c), verification: String(row.Verification__c) }));
}
export const isOnboarded = ({ status, verification }: Figures['invited'][number]): boolean => status === 'Active' && verification === 'Verified';

function callsOf({ outside: { world } }: Stage): Figures['calls'] {
  const of = (standIn: string): Record<string, number> => {
    const doors = Map.groupBy(world.calls.entries.filter((entry) => entry.standIn === standIn), ({ door }) => door);
    return Object.fromEntries([...doors].map(([door, entries]) => [door, entries.length]));
  };
  return { salesforce: of('salesforce'), payoneer: of('payoneer'), webhooks: world.webhooks.length };
}

/** Everything that is said at the end, taken from Salesforce and from the provider's own log, never from the companion. */
export function figuresOf(stage: Stage, standings: readonly Standing[], expected: (standing: Standing) => string, elapsedMs: number): Figures {
  const paidTimes = stage.outside.paidTimes();
  const sentBack = new Set(stage.outside.payoneer.transfers().filter(({ kind }) => kind === 'return').map(({ reference }) => reference.slice(0, 18)));
  const requests = standings.map((standing) => {
    const { request, name, status, reason } = standing;
    return { name, recipient: request.payee, currency: request.currency, amount: request.amount, status, expected: expected(standing), reason, paidTimes: paidTimes.get(request.id) ?? 0 };
  });
  const wrongly = requests.filter(({ paidTimes: times, status }) => times !== shouldBePaid(status)).length;
  const returned = standings.filter(({ request }) => sentBack.has(request.id)).length;
  const batches = batchesOf(stage);
  const invited = invitedOf(stage);
  const rehearsals = rehearsalsOf(stage);
  return {
    ok: standings.every(({ asExpected }) => asExpected) && wrongly === 0 && batches.every(({ seal }) => seal === 'Sealed') && invited.length === 1 && invited.every(isOnboarded) && receiptsAsExpected(stage) && rehearsals.length === 1 && rehearsals.every(({ wrong }) => wrong === 0),
    seconds: Math.round(elapsedMs / 100) / 10, requests, totals: totalsOf(standings), batches, invited,
    paid: { never: requests.filter(({ paidTimes: times }) => times === 0).length - returned, once: requests.filter(({ paidTimes: times }) => times === 1).length, returned, wrongly },
    receipts: receiptsOf(stage), rehearsals, calls: callsOf(stage),
  };
}
