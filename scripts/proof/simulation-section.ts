import { coverageTable, linesOf, promised } from './proof-lines.ts';
import type { Proof } from './proof.ts';
import type { Read } from './read.ts';

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

${coverageTable(proof.coverage).join('\n')}`;
}
