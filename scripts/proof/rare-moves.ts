import type { PayoutEvent, PayoutState } from '../../companion/domain/payout-states.ts';
import { edgeOf, legalMoves, missing, type Coverage } from '../simulate/coverage.ts';
import { promised } from './proof-lines.ts';

interface Reason {
  readonly from: readonly PayoutState[];
  readonly events: readonly PayoutEvent[];
  readonly why: string;
}

/** Why chance hardly, or never, makes a move the table allows. The first that fits counts. */
const reasons: readonly Reason[] = [
  { from: ['Draft'], events: ['hold', 'cancel', 'see transferred'], why: 'The companion looks at no draft: it takes a request up when it is approved.' },
  { from: ['Sending'], events: ['run short'], why: 'What is refused for lack of funds is asked about first, and waits for funds from Outcome Unknown.' },
  {
    from: ['Awaiting Funds', 'On Hold', 'Sending', 'Outcome Unknown', 'Action Required'], events: ['see unfunded', 'see cancelled', 'correct'],
    why: 'A cancellation counts at its second reading. The first one says that the payout is known, so the request is In Progress when the second comes.',
  },
  { from: ['Awaiting Funds', 'On Hold', 'Sending', 'Outcome Unknown', 'In Progress', 'Action Required', 'Failed'], events: ['see returned'], why: 'What comes back was seen to arrive before, and its request is Completed then. From elsewhere only where that sighting was lost with a store.' },
  { from: ['Awaiting Funds'], events: ['refuse', 'lose sight', 'see pending', 'see payee must act', 'see transferred', 'give up'], why: 'Only of what was refused for lack of funds and goes out again under its reference, while that call is under way or where its answer is lost.' },
  {
    from: ['Approved for Payout', 'Scheduled'], events: ['see pending', 'see payee must act', 'see transferred', 'give up'],
    why: 'Only of an attempt a person gave up, or an older copy of the store asks about, before the next one is planned. What was sent once is not scheduled again.',
  },
  { from: ['Sending'], events: ['hold', 'see pending', 'see payee must act', 'see transferred'], why: 'The answer to a call is kept before anybody asks. Only where its process stopped in between can a question of another one come first.' },
  { from: ['On Hold'], events: ['accept', 'approve'], why: 'Nobody holds what is being sent, and what is held is released. Only a sighting, or an approval in the books, that comes in between does this.' },
  { from: ['Rejected', 'Recalled'], events: ['cancel'], why: 'What was never sent people give up in the package itself. The companion does it only of a request that was sent once, came back to be corrected, and was rejected or taken back.' },
  { from: ['Submitted', 'Rejected', 'Recalled', 'Cancelled'], events: ['see transferred'], why: 'Only of a request that was sent once and came back to be corrected, and whose payout, called over by then, was paid after all.' },
  { from: ['Scheduled'], events: ['correct'], why: 'Only where its payee or its approval was changed while it waited for its day.' },
  { from: ['On Hold', 'Outcome Unknown'], events: ['see payee must act'], why: 'Only where the provider wants something of the payee just while nobody here knows whether it has the payout.' },
  { from: ['Sending', 'Outcome Unknown'], events: ['refuse'], why: 'Only what the provider refuses by name is refused at once; most of its refusals name nobody, and are asked about.' },
  { from: ['Action Required', 'Returned'], events: ['hold'], why: 'A person holds what came back, or a payout that waits for its payee contradicts itself: few are looked at then.' },
  { from: ['Returned'], events: ['reinitiate'], why: 'Only a person sends again what came back, and not most of it.' },
  { from: ['In Progress'], events: ['give up'], why: 'Only where the provider says for hours that it does not know a payout it had confirmed.' },
  { from: ['Action Required'], events: ['give up'], why: 'Only where the provider says for hours that it does not know a payout of which it had told what it waits for.' },
];

/** Moves of the state table that were made more rarely than promised, each with how often, by reason; `unexplained` are those nobody has given one for. */
export function rareMoves({ edges }: Pick<Coverage, 'edges'>): { readonly explained: readonly { readonly why: string; readonly moves: readonly string[] }[]; readonly unexplained: readonly string[] } {
  let left = missing(edges, legalMoves, promised.move);
  const told = (moves: readonly string[]): readonly string[] => moves.map((move) => `${move.replace(' | ', ': ')} ${edges[move] ?? 0}`);
  const explained = reasons.flatMap(({ from, events, why }) => {
    const all = new Set(from.flatMap((state) => events.map((event) => edgeOf(state, event))));
    const moves = left.filter((move) => all.has(move));
    left = left.filter((move) => !all.has(move));
    return moves.length ? [{ why, moves: told(moves) }] : [];
  });
  return { explained, unexplained: told(left) };
}
