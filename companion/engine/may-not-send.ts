import type { PayoutBooks } from '../connectors/connector.ts';
import type { Lane } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

/** Why this process plans and sends nothing whatever the books say, or undefined. Looked at until the moment before a byte leaves. */
export const heldBackHere = ({ killed, stopping }: Pick<Office, 'killed' | 'stopping'>): string | undefined =>
  killed() ? 'the kill switch is on' : stopping() ? 'the companion is being stopped' : undefined;

/** Why nothing may leave this lane now, or undefined. Checked before every single batch. */
export async function mayNotSend(office: Office, books: Pick<PayoutBooks, 'paused'>, lane: Lane): Promise<string | undefined> {
  const { store } = office;
  const here = heldBackHere(office);
  if (here) return here;
  if (await store.firstLoad.pending()) return 'what was paid lately is still being read from the books';
  if ((await store.installation.read())?.mode !== 'normal') return 'the companion is in recovery, and everything reserved must be settled first';
  const unreported = await cannotReport(office);
  if (unreported) return unreported;
  if (await pausedInBooks(office, books)) return 'the kill switch in the books is on';
  const stopped = (await store.lanes.read(lane))?.stoppedBecause;
  if (stopped) return `payouts of program ${lane.program} in ${lane.currency} are stopped (${stopped}) until a person has settled the issue`;
  const blocking = await store.ledger.undecidedIn(lane);
  return blocking && `the outcome of ${blocking} in the batch before is not known yet`;
}

/** The switch in the books, as seen lately; looked at again when that was too long ago. */
async function pausedInBooks(office: Office, books: Pick<PayoutBooks, 'paused'>): Promise<boolean> {
  const { cursors } = office.store;
  const now = office.tools.now();
  const [word, at] = ((await cursors.get(pauseSeen)) ?? 'unseen 0').split(' ');
  // One that seems to be seen later than now was noted by a clock that ran ahead.
  if (word !== 'unseen' && Math.abs(now - Number(at)) < office.timing.pauseFreshMs) return word === 'on';
  const paused = await books.paused();
  await cursors.set(pauseSeen, `${paused ? 'on' : 'off'} ${now}`);
  return paused;
}
/** The cursor that remembers the switch: `on 1795227911990`. */
export const pauseSeen = 'pause seen';

/** Nothing is sent that could not be reported: the rest of the day's calls must cover writing back everything in flight (MONEY.md 6). */
async function cannotReport(office: Office): Promise<string | undefined> {
  const quota = office.quota();
  if (!quota) return undefined;
  const open = await office.store.ledger.openCount();
  const needed = 50 + Math.ceil(open / 50);
  if (quota.limit - quota.used > needed) return undefined;
  await office.store.issues.raise({
    kind: 'calls used up', source: office.booksId, severity: 'Critical', summary: `Only ${quota.limit - quota.used} calls to the books are left today`,
    detail: `${needed} are kept for writing back what is in flight (payouts: ${open}). Nothing more is sent until the allowance recovers; raise it or find out who uses it.`,
  });
  return 'the calls left today would not cover reporting what is in flight';
}
