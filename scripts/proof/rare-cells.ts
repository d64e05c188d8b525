import type { PayoutState } from '../../companion/domain/payout-states.ts';
import { allCells, cellOf, missing, type Coverage } from '../simulate/coverage.ts';
import { faults } from '../simulate/faults.ts';
import { promised } from './proof-lines.ts';

interface Reason {
  readonly states: readonly PayoutState[];
  readonly faults: RegExp;
  readonly why: string;
}

/** Why a fault hardly finds payments in a state. The first that fits counts. */
const reasons: readonly Reason[] = [
  { states: ['Sending'], faults: /^payee: /, why: 'Payees are asked about before anything is reserved: only where two programs send at once, one is asked about while the other sends.' },
  { states: ['Sending'], faults: /./, why: 'A payment is Sending only while its call is in the air; another program, or something that waits for exactly that moment, must bring the fault.' },
  { states: ['Returned', 'Failed', 'Action Required', 'Awaiting Funds'], faults: /^(events|store|ledger|clock|provider|books|submission|payee|process|switch)/, why: 'Few payments are in that state at a time, and the fault strikes seldom; only the last wave of a large simulation brings many of them together.' },
];

/** Cells that were visited more rarely than promised, each with how often, by reason. */
export function rareCells({ cells }: Pick<Coverage, 'cells'>): readonly (readonly [why: string, which: readonly string[]])[] {
  let left = missing(cells, allCells, promised.cell);
  const told = (which: readonly string[]): readonly string[] => which.map((cell) => `${cell.replace(' | ', ': ')} ${cells[cell] ?? 0}`);
  const explained = reasons.flatMap((reason) => {
    const all = new Set(reason.states.flatMap((state) => faults.filter((fault) => reason.faults.test(fault)).map((fault) => cellOf(state, fault))));
    const which = left.filter((cell) => all.has(cell));
    left = left.filter((cell) => !all.has(cell));
    return which.length ? [[reason.why, told(which)] as const] : [];
  });
  return [...explained, ...(left.length ? [['The fault is rare, and so is the state: they hardly met.', told(left)] as const] : [])];
}
