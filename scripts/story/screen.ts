import { bar, columns, wrapped } from './layout.ts';
import type { Paint } from './paint.ts';
import { countsOf, stations, type Standing, type Station } from './standings.ts';

const widest = 100;
/** The table of counts needs so much; below, only the bar is drawn. */
const narrowest = 58;
const hidden = '\u001b[?25l';
const shown = '\u001b[?25h';

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Columns to write in: never the last one, where some terminals break the line. */
export const roomIn = (out: Terminal): number => Math.min(out.columns ?? 80, widest) - 1;

const heads: Readonly<Record<Station, string>> = { 'to decide': 'open', approved: 'approved', waiting: 'waiting', sending: 'sending', 'under way': 'under way', paid: 'paid', 'set aside': 'set aside' };

/** The live picture: how far, and where the requests of each currency are. */
export function panel(standings: readonly Standing[], elapsedMs: number, room: number, paint: Paint): string[] {
  const done = standings.filter(({ asExpected }) => asExpected).length;
  const label = `${done} of ${standings.length} at rest  ${(elapsedMs / 1000).toFixed(0)} s`;
  const { full, rest } = bar(done, standings.length, Math.max(10, room - label.length - 4));
  const ink: Partial<Record<Station, (text: string) => string>> = { paid: paint.good, 'set aside': paint.warn, sending: paint.accent, 'under way': paint.accent };
  // Seven columns of counts need 72; a narrow terminal counts what is not approved yet and what is as one.
  const narrow = room < 72;
  const shownStations = narrow ? stations.filter((station) => station !== 'approved') : stations;
  const countOf = (counts: Readonly<Record<Station, number>>, station: Station): number => counts[station] + (narrow && station === 'to decide' ? counts.approved : 0);
  const cell = (count: number, station: Station): string => (count === 0 ? paint.dim('·') : (ink[station] ?? ((text) => text))(String(count)));
  const rows = [...countsOf(standings)].toSorted(([a], [b]) => Number(a === 'all') - Number(b === 'all')).map(([currency, counts]) => [currency === 'all' ? paint.bold('all') : currency, ...shownStations.map((station) => cell(countOf(counts, station), station))]);
  const table = columns([['', ...shownStations.map((station) => paint.dim(heads[station]))], ...rows], ['left', ...shownStations.map(() => 'right' as const)]);
  const progress = ['', `  ${paint.good(full)}${paint.dim(rest)}  ${label}`, ''];
  return room < narrowest ? progress : [...progress, ...table, ''];
}

/**
 * Writes lines that stay, and on a terminal a picture below them that is drawn anew in place. Elsewhere only the lines are written.
 */
export function openScreen(out: Terminal, paint: Paint, startedAt: number) {
  const live = out.isTTY === true;
  let drawn = 0;
  let last: readonly string[] = [];
  const erase = (): string => (drawn ? `\u001b[${drawn}A\r\u001b[J` : '');
  const show = (lines: readonly string[]): string => {
    drawn = lines.length;
    last = lines;
    return lines.map((line) => `${line}\n`).join('');
  };
  if (live) out.write(hidden);
  return {
    /** A line with the seconds since the start in front of it. */
    note(text: string, ink: (text: string) => string = (plain) => plain): void {
      const stamp = `${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  `;
      const [first = '', ...rest] = wrapped(text, roomIn(out) - stamp.length);
      const lines = [paint.dim(stamp) + ink(first), ...rest.map((line) => ' '.repeat(stamp.length) + ink(line))];
      const above = lines.map((line) => `${line}\n`).join('');
      out.write(live ? erase() + above + show(last) : above);
    },
    say(lines: readonly string[]): void {
      const text = lines.map((line) => `${line}\n`).join('');
      out.write(live ? erase() + text + show(last) : text);
    },
    draw(lines: readonly string[]): void {
      if (live) out.write(erase() + show(lines));
    },
    /** Takes the picture away and gives the cursor back; what was written stays. */
    end(): void {
      if (live) out.write(erase() + shown);
      drawn = 0;
      last = [];
    },
  };
}
