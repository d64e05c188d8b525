import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import type { OutsideWorld } from '../outside-world.ts';
import type { Figures } from './figures.ts';
import type { StorePlace } from './store-place.ts';

interface Seen {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly reason: string;
  /** Transfers less returns, by the provider's own record. */
  readonly paid: number;
  /** References submitted, and how often the most submitted one was. */
  readonly references: readonly string[];
  readonly posted: number;
  /** What was transferred and is not what was approved: amount, currency or payee. */
  readonly otherwise: readonly string[];
  /** Transferred Payment Transactions in the books, and transferred attempts in the ledger. */
  readonly booked: number;
  readonly ledger: readonly { readonly stage: string; readonly transferred: boolean }[];
}

/** Where nothing was paid and a person knows it. */
const withAPerson = new Set(['On Hold', 'Cancelled', 'Needs Correction', 'Awaiting Funds']);

/** What is wrong with one debt when provider, books and ledger are laid side by side. */
function wrongWith(seen: Seen): readonly string[] {
  const { name, status, paid, references, posted, booked, ledger, otherwise } = seen;
  const transferred = ledger.filter((attempt) => attempt.transferred).length;
  const said = `${name} ${status} (${seen.reason})`;
  return [
    ...otherwise.map((words) => `${said}: ${words}`),
    ...(paid > 1 ? [`${said}: paid ${paid} times`] : []),
    ...(posted > 1 || references.length > 1 ? [`${said}: submitted as ${references.join(', ')}, the most often ${posted} times`] : []),
    ...((status === 'Completed') !== (paid === 1) && paid <= 1 ? [`${said}: the provider paid it ${paid} times`] : []),
    ...(status === 'Completed' && booked !== 1 ? [`${said}: ${booked} transferred Payment Transactions`] : []),
    ...(transferred !== Math.min(paid, 1) ? [`${said}: the ledger has ${transferred} transferred attempts, the provider paid ${paid} times`] : []),
  ];
}

async function lookAt(outside: OutsideWorld, ids: readonly string[], db: EngineDatabase): Promise<readonly Seen[]> {
  const paid = outside.paidTimes();
  const postings = Map.groupBy(outside.payoneer.payouts(), ({ reference }) => reference.slice(0, 18));
  const booked = Map.groupBy([...outside.org.org.rows('Payment_Transaction__c').values()].filter((row) => row.Type__c === 'Payout' && row.Status__c === 'Transferred'), (row) => String(row.Payment_Request__c));
  const attempts = Map.groupBy(await db.query<{ id: string; stage: string; transferred: boolean }>('select request_id as id, stage, transferred_at is not null as transferred from attempt'), ({ id }) => id);
  return ids.map((id) => {
    const row = outside.request(id);
    const posted = postings.get(id) ?? [];
    const [, , , payeeId] = String(row.Approved_Payee_Key__c).split(':');
    const approved = `${(Number(row.Approved_Amount__c) * 100).toFixed(0)} ${String(row.Approved_Currency__c)} to ${payeeId ?? 'nobody'}`;
    const moved = outside.payoneer.transfers().filter(({ reference, kind }) => kind === 'payout' && reference.startsWith(id)).map(({ amountMinor, currency, payeeId: payee }) => `${amountMinor} ${currency} to ${payee}`);
    return {
      id, otherwise: moved.filter((words) => words !== approved).map((words) => `${words} moved, approved were ${approved}`), name: String(row.Name), status: String(row.Status__c), reason: String(row.Status_Reason__c ?? ''), paid: paid.get(id) ?? 0, references: [...new Set(posted.map(({ reference }) => reference))],
      posted: Math.max(0, ...posted.map(({ timesPosted }) => timesPosted)), booked: booked.get(id)?.length ?? 0, ledger: attempts.get(id) ?? [],
    };
  });
}

/** Letters that nobody processed, and alerts that no store that kept its word would raise. */
async function wrongInside(db: EngineDatabase): Promise<readonly string[]> {
  const [letters] = await db.query<{ waiting: number; dead: number }>("select count(*) filter (where state = 'new') as waiting, count(*) filter (where state = 'dead') as dead from letter");
  const issues = await db.query<{ kind: string; detail: string }>("select kind, detail from issue where kind in ('recovery', 'reference collision', 'forbidden move', 'second copy')");
  const [installation] = await db.query<{ mode: string }>('select mode from installation');
  return [
    ...(letters?.waiting ? [`${letters.waiting} letters still wait`] : []), ...(letters?.dead ? [`${letters.dead} letters are dead`] : []),
    ...issues.map(({ kind, detail }) => `an issue of kind "${kind}": ${detail}`), ...(installation && installation.mode !== 'normal' ? [`the ledger is in ${installation.mode} mode`] : []),
  ];
}

/**
 * Lays the provider's record, the books and the ledger side by side, debt for debt, when everything has come to rest and no companion runs.
 * `paidTwice`, `stuck` and `wrong` are what is not as it should be.
 */
export async function askWitnesses(outside: OutsideWorld, ids: readonly string[], store: StorePlace): Promise<Pick<Figures, 'paidTwice' | 'stuck' | 'wrong'>> {
  const db = await store.open();
  const seen = await lookAt(outside, ids, db);
  const inside = await wrongInside(db);
  const foreign = outside.payoneer.payouts().filter(({ reference }) => !ids.includes(reference.slice(0, 18))).map(({ reference }) => `${reference} was submitted, and no request of this campaign has it`);
  await db.close();
  const stuck = seen.filter(({ status }) => status !== 'Completed' && !withAPerson.has(status));
  return {
    paidTwice: seen.filter(({ paid }) => paid > 1).length, stuck: stuck.length,
    wrong: [...foreign, ...seen.flatMap(wrongWith), ...stuck.map(({ name, status, reason }) => `${name} is stuck at ${status} (${reason})`), ...inside],
  };
}
