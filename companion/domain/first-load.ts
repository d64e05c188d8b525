/** What is read once from the books: payments that ended before this store began, and the recipients. */
export type LoadPart = 'ended' | 'recipients';

/** How far one part is. Times in epoch ms. */
export interface LoadProgress {
  readonly part: LoadPart;
  readonly state: 'waiting' | 'preparing' | 'reading' | 'read' | 'done';
  readonly expected: number;
  readonly read: number;
  /** When this process began to read, and how many rows had been read then: what an interruption lasted is no measure of speed. */
  readonly readingSince: number | null;
  readonly readBefore: number;
  readonly readAt: number | null;
}

const titles: Readonly<Record<LoadPart, string>> = { ended: 'Payments', recipients: 'Recipients' };
const grouped = (count: number): string => count.toLocaleString('en-US');

/** Every row is in, whatever is still to be said about them. */
const isRead = ({ state }: Pick<LoadProgress, 'state'>): boolean => state === 'read' || state === 'done';

/** Whole per cent, 100 only when everything is in. */
export const percentRead = ({ state, read, expected }: LoadProgress): number => (isRead({ state }) ? 100 : expected > 0 ? Math.min(99, Math.floor((read / expected) * 100)) : 0);

/** Milliseconds that are left of what is being read, at the pace so far; undefined before there is one. */
function leftMs({ read, expected, readingSince, readBefore }: LoadProgress, now: number): number | undefined {
  const rows = read - readBefore;
  if (readingSince === null || rows <= 0 || now <= readingSince) return undefined;
  return Math.max(0, expected - read) * ((now - readingSince) / rows);
}

/** `under a minute`, `3 min`, `2 h 5 min`. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'under a minute';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function inWords(progress: LoadProgress, now: number): string {
  const { part, state, read, expected, readAt } = progress;
  const title = titles[part];
  if (isRead(progress)) return `${title}: ${grouped(read)} read, ${new Date(readAt ?? now).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const counted = `${grouped(read)} of ${grouped(expected)} (${percentRead(progress)} %)`;
  if (state !== 'reading') return `${title}: ${counted}, ${state === 'waiting' ? 'export not ordered yet' : 'the org prepares the export'}`;
  const left = leftMs(progress, now);
  return `${title}: ${counted}${left === undefined ? '' : `, ${duration(left)} left`}`;
}

/** One line for a person: count, total, per cent, time left. Undefined where there is nothing to read. At most 255 characters. */
export const loadInWords = (parts: readonly LoadProgress[], now: number): string | undefined =>
  parts.length ? parts.map((part) => inWords(part, now)).join(' · ').slice(0, 255) : undefined;

/** A bar of one part for a terminal of `columns` characters: `Payments    [######----------]  38 %  19,000 of 50,000, 3 min left`. */
export function loadBar(progress: LoadProgress, now: number, columns: number): string {
  const words = inWords(progress, now).replace(/\w+: /, '');
  const width = Math.max(10, Math.min(40, columns - words.length - 24));
  const full = Math.round((width * percentRead(progress)) / 100);
  return `${titles[progress.part].padEnd(11)}[${'#'.repeat(full)}${'-'.repeat(width - full)}] ${words}`.slice(0, Math.max(20, columns - 1));
}
