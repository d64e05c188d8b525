import { coverageTable, linesOf, promised } from './proof-lines.ts';
import type { Proof } from './proof.ts';
import { unseenMoves } from './unseen-moves.ts';
import type { Read } from './read.ts';

/** What no seed did, and why; nothing when all was seen. */
function unseenSection({ coverage }: Proof): string {
  const { explained, unexplained } = unseenMoves(coverage);
  if (!explained.length && !unexplained.length) return '';
  const rows = [...explained.map(({ why, moves }) => [why, moves] as const), ...(unexplained.length ? [['Nobody knows yet.', unexplained] as const] : [])];
  return `

### Moves no seed made

The table of states is wider than what chance does. [Property tests](../companion/domain/payout-states-properties.test.ts) play any sequence of events through all of it.

| Why | Moves |
|---|---|
${rows.map(([why, moves]) => `| ${why} | ${moves.map((move) => move.replace(' | ', ': ')).join('; ')} |`).join('\n')}`;
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

${coverageTable(proof.coverage).join('\n')}${unseenSection(proof)}`;
}
