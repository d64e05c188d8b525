import type { PlantedBug, Soil } from './planted-bugs.ts';

type Movements = Soil['assembly']['store']['movements'];
type Kept = Parameters<Movements['keep']>[0];

/** Changes what a look at the account brought, before it is kept. */
const changeMovements = (name: string, change: (movements: Kept, soil: Soil) => Kept): PlantedBug => ({
  name,
  plant(soil) {
    const { movements } = soil.assembly.store;
    const { keep } = movements;
    movements.keep = (heard, isReceipt) => keep(change(heard, soil), isReceipt);
  },
});

/** Mistakes a companion could make with receipts, rates and fees. */
export const financeBugs: readonly PlantedBug[] = [
  changeMovements('a receipt gets another key with each look', (movements, { tools }) => movements.map((each) => ({ ...each, key: `${each.key}-${Math.floor(tools.random() * 1_000)}` }))),
  changeMovements('the last line of a look is left out', (movements) => movements.slice(0, -1)),
  changeMovements('money counts as received before it has come', (movements) => movements.map((each) => ({ ...each, status: 'completed' as const }))),
  {
    name: 'a line of the provider\'s list is kept twice',
    plant({ assembly: { store: { reconciliation } } }) {
      const { keepListed } = reconciliation;
      reconciliation.keepListed = (lines, now) => keepListed([...lines, ...lines.map((line) => ({ ...line, key: `${line.key}-again` }))], now);
    },
  },
  {
    name: 'a share of a fee is one minor unit short',
    plant({ assembly: { books } }) {
      const { write } = books;
      books.write = (changes) => write(changes.map((change) => (change.kind === 'feeAllocation' && change.key.endsWith(':2') ? { ...change, amount: { ...change.amount, minor: change.amount.minor - 1 } } : change)));
    },
  },
  {
    name: 'an amount is converted with the rate upside down',
    plant({ assembly: { store: { reporting } } }) {
      const { keep } = reporting;
      reporting.keep = (rows, now) => keep(rows.map((row) => ({ ...row, reportingMinor: Math.round(row.amountMinor / Number(row.rate)) })), now);
    },
  },
  {
    name: 'what is owed is converted with the rate upside down',
    plant({ assembly: { store: { conversions } } }) {
      const { keep } = conversions;
      conversions.keep = (rows, now) => keep(rows.map((row) => ({ ...row, amountMinor: Math.max(1, Math.round(row.owedMinor / Number(row.rate))) })), now);
    },
  },
  {
    name: 'the amount of before is told for what is owed now',
    plant({ assembly: { books } }) {
      const { write } = books;
      const first = new Map<string, number>();
      books.write = (changes) => write(changes.map((change) => {
        if (change.kind !== 'conversion' || !change.converted) return change;
        first.set(change.key, first.get(change.key) ?? change.converted.amount.minor);
        return { ...change, converted: { ...change.converted, amount: { ...change.converted.amount, minor: first.get(change.key) ?? 0 } } };
      }));
    },
  },
  {
    name: 'rates are kept with two decimals',
    plant({ assembly: { store: { rates } } }) {
      const { keep } = rates;
      rates.keep = (some, now) => keep(some.map((one) => ({ ...one, rate: Number(one.rate).toFixed(2) })), now);
    },
  },
];
