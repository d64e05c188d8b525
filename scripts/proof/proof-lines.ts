import { payoutStates } from '../../companion/domain/payout-states.ts';
import { allCells, cellOf, legalEdges, legalMoves, missing, type Coverage } from '../simulate/coverage.ts';
import { faults } from '../simulate/faults.ts';
import type { Proof } from './proof.ts';

const number = (value: number): string => value.toLocaleString('en-US');
const listed = (names: readonly string[], most = 12): string => `${names.slice(0, most).join('; ')}${names.length > most ? `; and ${names.length - most} more` : ''}`;

/** How often, at least: what the table of coverage promises. */
export const promised = { cell: 100, move: 1_000 } as const;

function coverageLines({ cells, edges, points, deaths }: Coverage): string[] {
  const [few, none] = [missing(cells, allCells, promised.cell), missing(cells, allCells, 1)];
  const [fewMoves, noMoves, noEdges] = [missing(edges, legalMoves, promised.move), missing(edges, legalMoves, 1), missing(edges, legalEdges, 1)];
  const alive = missing(deaths, Object.keys(points), 1);
  return [
    `State and fault: ${number(allCells.length - few.length)} of ${number(allCells.length)} cells at least ${promised.cell} times, ${none.length} empty${none.length ? `: ${listed(none)}` : ''}`,
    `Moves of the state table: ${legalMoves.length - fewMoves.length} of ${legalMoves.length} at least ${number(promised.move)} times, ${noMoves.length} never${noMoves.length ? `: ${listed(noMoves)}` : ''}`,
    `With those that change nothing: ${legalEdges.length - noEdges.length} of ${legalEdges.length} seen`,
    `Places where a process can end: ${number(Object.keys(points).length)}, ended at ${number(Object.keys(points).length - alive.length)}${alive.length ? `; never at ${listed(alive, 4)}` : ''}`,
  ];
}

/** Which commit ran which seeds, where something was mended on the way, and whether that was the code or only a rule that judges it. */
function mendedLines(stretches: Proof['stretches'], again: readonly number[]): string[] {
  if (stretches.length === 1) return [];
  const told = stretches.slice(1).map(({ from, code, commit }, before) => `from seed ${number(from)} on ${code === stretches[before]?.code ? 'the rules that judge were those' : 'the code was that'} of ${commit}`);
  return [`What the run found was mended on the way: ${told.join(', ')}. Seeds that had broken a rule were run again with what had been mended: ${again.join(', ') || 'none yet'}`];
}

/** What a proof shows, a line each. */
export const linesOf = ({ coverage, seconds, stretches, again, broken, mopped }: Proof): string[] => [
  `${stretches.length > 1 ? 'Begun with commit' : 'Commit'} ${stretches.at(0)?.commit}: ${number(coverage.seeds)} seeds, ${number(coverage.payouts)} payouts of ${number(coverage.requests)} approved requests, ${number(Math.round(coverage.hours / 24))} simulated days in ${number(seconds)} s`,
  `Processes ended ${number(coverage.crashes)} times; violations${again.length ? ' that stand' : ''}: ${coverage.violations}${broken.length ? ` in the seeds ${listed(broken.map(({ seed }) => String(seed)))}` : ''}`,
  ...mendedLines(stretches, again),
  ...coverageLines(coverage),
  ...(mopped.length ? [`Of these places ${number(mopped.length)} were not found by chance, and got a run of their own`] : []),
];

const short = (times: number): string => (times >= 10_000 ? `${Math.round(times / 1000)}k` : times >= 1_000 ? `${(times / 1000).toFixed(1)}k` : String(times));

/** The table of coverage as Markdown: a row for each fault, a column for each state; how many payments were in that state when it struck. */
export function coverageTable({ cells }: Coverage): string[] {
  return [
    `| Fault | ${payoutStates.join(' | ')} |`,
    `|---|${payoutStates.map(() => '--:').join('|')}|`,
    ...faults.map((fault) => `| ${fault} | ${payoutStates.map((state) => short(cells[cellOf(state, fault)] ?? 0)).join(' | ')} |`),
  ];
}
