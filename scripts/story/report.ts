import { payees } from '../month-end.ts';
import type { Figures } from './figures.ts';
import { columns, wrapped } from './layout.ts';
import type { Paint } from './paint.ts';

const needsPerson = ['On Hold', 'Needs Correction', 'Returned', 'Failed', 'Outcome Unknown', 'Action Required'];
/** 1240.00 → 1,240.00 */
const grouped = (amount: string): string => amount.replace(/\d(?=(\d{3})+(\.|$))/g, '$&,');
const recipientOf = (id: string): string => payees.find((payee) => payee.id === id)?.name ?? id;
const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((all, count) => all + count, 0);

function outcomes({ totals }: Figures, paint: Paint): string[] {
  const ink = (status: string): string => (status === 'Completed' ? paint.good(status) : needsPerson.includes(status) ? paint.warn(status) : status);
  let currency = '';
  const rows = totals.toSorted((a, b) => a.currency.localeCompare(b.currency) || b.count - a.count).map((row) => {
    const first = row.currency === currency ? '' : row.currency;
    currency = row.currency;
    return [first, ink(row.status), String(row.count), grouped(row.amount)];
  });
  return ['', paint.bold('  Where the requests ended, in Salesforce'), '', ...columns(rows, ['left', 'left', 'right', 'right'])];
}

function people({ requests }: Figures, room: number, paint: Paint): string[] {
  const list = requests.filter(({ status }) => needsPerson.includes(status));
  if (!list.length) return [];
  return ['', paint.bold(`  ${list.length} need a person`), '', ...list.flatMap(({ name, recipient, currency, amount, status, reason }) => [
    ...wrapped(`${name}  ${recipientOf(recipient)}  ${grouped(amount)} ${currency}  ${paint.warn(status)}`, room, '  '),
    ...wrapped(reason, room, '      ').map(paint.dim),
  ])];
}

function seals({ batches }: Figures, room: number, paint: Paint): string[] {
  const ink = (seal: string): string => (seal === 'Sealed' ? paint.good(seal) : seal === 'Broken' ? paint.bad(seal) : paint.warn(seal));
  const rows = batches.map(({ seal, currency, requests, approved, provider, balance }) => [ink(seal), currency, String(requests), grouped(approved), grouped(provider), grouped(balance)]);
  const head = ['', '', '', 'approved', 'provider', 'balance'].map(paint.dim);
  const open = batches.filter(({ seal }) => seal !== 'Sealed');
  return ['', paint.bold('  The seal of each batch: three sides that must agree'), '', ...columns([head, ...rows], ['left', 'left', 'right', 'right', 'right', 'right']),
    ...open.flatMap(({ currency, detail }) => wrapped(`${currency}: ${detail}`, room, '      ').map(paint.dim))];
}

function paidOnce({ paid, requests, batches }: Figures, room: number, paint: Paint): string[] {
  const cameBack = batches.some(({ provider, balance }) => provider !== balance) ? 'A balance is smaller than what was paid where a payout came back: that money is in the program again.' : '';
  const verdict = paid.wrongly === 0 ? paint.good('Each debt paid exactly once.') : paint.bad(`${paid.wrongly} debts were not paid as Salesforce says.`);
  return ['', paint.bold("  Who was paid how often, by Payoneer's own log"), '', ...wrapped(`${paid.once} of ${requests.length} paid once, ${paid.returned} paid and sent back by the bank, ${paid.never} not paid, ${paid.wrongly} differ.`, room, '  '), `  ${verdict}`, ...(cameBack ? wrapped(cameBack, room, '  ').map(paint.dim) : [])];
}

function calls({ calls: { salesforce, payoneer, webhooks }, seconds }: Figures, room: number, paint: Paint): string[] {
  const short = (door: string): string => door.replace('/services/data/:version', '…').replace('/v4/programs/:program', '…').slice(0, room - 10);
  const doors = (counts: Readonly<Record<string, number>>): string[] => Object.entries(counts).toSorted(([, a], [, b]) => b - a).slice(0, 5).map(([door, count]) => paint.dim(`  ${String(count).padStart(7)}  ${short(door)}`));
  return ['', paint.bold(`  Calls over the network in ${seconds} s`), '', `  ${String(sum(salesforce)).padStart(5)}  to Salesforce`, ...doors(salesforce), `  ${String(sum(payoneer)).padStart(5)}  to Payoneer`, ...doors(payoneer), `  ${String(webhooks).padStart(5)}  webhooks back, some twice`];
}

function newcomers({ invited }: Figures, room: number, paint: Paint): string[] {
  const lines = invited.map(({ name, status, verification }) => `${name} was invited and is ${status} and ${verification}.`);
  return ['', paint.bold('  New recipients'), '', ...(lines.length ? lines : ['Nobody was invited.']).flatMap((line) => wrapped(line, room, '  '))];
}

function surprises({ requests }: Figures, room: number, paint: Paint): string[] {
  const wrong = requests.filter(({ status, expected }) => status !== expected);
  if (!wrong.length) return ['', `  ${paint.good(`All ${requests.length} requests ended as expected.`)}`];
  return ['', paint.bad(`  ${wrong.length} of ${requests.length} requests did not end as expected`), '', ...wrong.flatMap(({ name, status, expected, reason }) => wrapped(`${name} is ${status}, expected ${expected}. ${reason}`, room, '  '))];
}

function received({ receipts }: Figures, paint: Paint): string[] {
  if (!receipts.length) return [];
  return ['', paint.bold('  What customers paid'), '', ...columns(receipts.map(({ source, amount, match }) => [source, amount, match === 'Matched' ? paint.good(match) : paint.warn(match)]), ['left', 'right', 'left'])];
}

function foreseen({ rehearsals }: Figures, room: number, paint: Paint): string[] {
  const right = (wrong: number): string => (wrong === 0 ? paint.good('It came so.') : paint.bad(`${wrong} came otherwise.`));
  return ['', paint.bold('  What the rehearsal of the run foresaw'), '', ...rehearsals.flatMap(({ verdict, wrong }) => [...wrapped(verdict, room, '  '), `  ${right(wrong)}`])];
}

/** The closing pages: outcomes, people, seals, payments, receipts, newcomers, calls, and whether all came as expected. */
export function report(figures: Figures, room: number, paint: Paint): string[] {
  return [...outcomes(figures, paint), ...people(figures, room, paint), ...seals(figures, room, paint), ...foreseen(figures, room, paint), ...paidOnce(figures, room, paint), ...newcomers(figures, room, paint), ...received(figures, paint), ...calls(figures, room, paint), ...surprises(figures, room, paint), ''];
}
