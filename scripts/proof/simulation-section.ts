import { coverageTable, linesOf, promised } from './proof-lines.ts';
import type { Proof } from './proof.ts';
import { rareCells } from './rare-cells.ts';
import { rareMoves } from './rare-moves.ts';
import type { Read } from './read.ts';

const table = (what: string, rows: readonly (readonly [why: string, which: readonly string[]])[]): string => `| Why | ${what} |\n|---|---|\n${rows.map(([why, which]) => `| ${why} | ${which.join('; ')} |`).join('\n')}`;

/** What seeds did more rarely than promised, with how often, and why; nothing where they did all of it. */
function rareSections({ coverage }: Proof): string {
  const [moves, cells] = [rareMoves(coverage), rareCells(coverage)];
  const rows = [...moves.explained.map(({ why, moves: which }) => [why, which] as const), ...(moves.unexplained.length ? [['Nobody knows yet.', moves.unexplained] as const] : [])];
  return `${cells.length ? `

### Cells below ${promised.cell}

${table('State: fault, and how often', cells)}` : ''}${rows.length ? `

### Moves below ${promised.move}

The table of states is wider than what chance does. [Property tests](../companion/domain/payout-states-properties.test.ts) play any sequence of events through all of it.

${table('Move, and how often', rows)}` : ''}`;
}

/** Seeds, payouts, violations, and the table of coverage. */
export function simulationSection(read: Read): string | undefined {
  const proof = read('simulation') as Proof | undefined;
  if (!proof) return undefined;
  return `## Simulated weather

\`${proof.command}\`

${linesOf(proof).map((line) => `* ${line}.`).join('\n')}

Production's flows, engine, store, connectors and intake run against the stand-ins on simulated time; the weather comes from the seed. Three witnesses are compared when each simulated day ends
and at the end: the provider's books, Salesforce, and our ledger. What must hold: no debt is paid twice; nobody is paid without a matching approval; no acknowledged letter is lost; each
alert exists once; nothing ends in a state no person understands; states move along the table; every batch's seal holds, and breaks when one amount is changed on any one side.
\`npm run simulate -- --seed N\` shows any of them again.

### Coverage

How many payments were in a state when a fault struck. Promised are ${promised.cell} in every cell, and ${promised.move} for every move of the state table.

${coverageTable(proof.coverage).join('\n')}${rareSections(proof)}`;
}
