import type { Claim } from '../connectors/connector.ts';
import { loadInWords, percentRead, type LoadPart } from '../domain/first-load.ts';
import type { History } from '../domain/history.ts';
import { Problem } from '../domain/problem.ts';
import type { LoadRow } from '../store/first-load.ts';
import { backoffMs } from './backoff.ts';
import { loadId } from './first-load.ts';
import { report } from './first-load-report.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { finishRecovery } from './recover.ts';
import { takeIn } from './take-in.ts';

/** One leg reads this long at most: other timers of its turn wait for it. */
const readForMs = 5_000;
/** Looks whether an export is ready are never further apart than this. */
const longestLookMs = 60_000;
/** How often the progress in the books is renewed while it changes. */
const tellEveryMs = 30_000;

const noted = ({ part, state, expected, read, known, exports, looks }: LoadRow): Noted => ({ id: loadId(part), note: { state, expected, read, known, exports, looks } });

/** What becomes of a page that can not be had: what passes is tried again at the same place, for anything else an export is ordered anew. */
async function stopReading({ store: { firstLoad } }: Office, row: LoadRow, error: unknown): Promise<never> {
  const passing = error instanceof Problem && (error.kind === 'busy' || error.kind === 'unreachable');
  if (!passing && row.exportId !== null) await firstLoad.dropExport(row.part, row.exportId);
  throw error;
}

/** Tells the books how far it is, soon when something began or ended, else now and then. */
async function tell({ store: { outbox }, tools, timing, booksId }: Office, soon: boolean): Promise<void> {
  await outbox.add('connection', [booksId], tools.now() + (soon ? timing.writeDelayMs : tellEveryMs));
}

async function sayProgress(office: Office, before: LoadRow): Promise<void> {
  const after = await office.store.firstLoad.part(before.part);
  if (after && Math.floor(percentRead(after) / 10) > Math.floor(percentRead(before) / 10)) office.tools.log.info(`First load: ${loadInWords([after], office.tools.now()) ?? ''}.`);
  await tell(office, after?.state === 'read');
}

/** One look whether an export is ready. One that failed or was lost is ordered anew. */
async function look(office: Office, history: History<Claim>, row: LoadRow): Promise<readonly Noted[]> {
  const { firstLoad } = office.store;
  const exportId = row.exportId ?? '';
  const said = await history.look(exportId);
  await firstLoad.looked(row.part);
  if (said.is === 'ready') await firstLoad.ready(row.part, said.rows, office.tools.now());
  if (said.is === 'failed' || said.is === 'gone') await firstLoad.dropExport(row.part, exportId);
  if (said.is === 'failed') throw new Problem('unreachable', said.why);
  return [{ id: loadId(row.part), note: { is: said.is } }];
}

/** Pages until the leg's time is over. */
async function read(office: Office, history: History<Claim>, row: LoadRow): Promise<readonly Noted[]> {
  const { tools, timing, store } = office;
  const until = tools.now() + Math.min(readForMs, timing.leaseMs / 4);
  let at = row;
  try {
    const pages = row.exportId === null ? history.listed(row.part, row.since) : history.pages(row.part, row.exportId, row.place ?? undefined);
    for await (const page of pages) {
      const came = await takeIn(office, at, page);
      await sayProgress(office, at);
      at = (await store.firstLoad.part(row.part)) ?? at;
      if (came !== 'more' || tools.now() >= until) break;
    }
  } catch (error) {
    await stopReading(office, row, error);
  }
  return [noted(at)];
}

/** Nothing hinges on it: the books forget an export by themselves. */
async function forget({ tools }: Office, history: History<Claim>, exportId: string): Promise<void> {
  await history.forget(exportId).catch((error: unknown) => tools.log.warn('First load: the export could not be deleted in the books. It goes by itself after some days.', { error: String(error) }));
}

/** What the flow of the first load may do. */
export function firstLoadDesk(office: Office) {
  const { store, tools, timing } = office;
  const { firstLoad, timers } = store;
  return {
    pending: (): Promise<boolean> => firstLoad.pending(),
    part: (part: string): Promise<LoadRow | undefined> => firstLoad.part(part as LoadPart),
    /** Whether a part is worth an export; a small one is listed at once. */
    isSmall: ({ part, expected }: LoadRow): boolean => part === 'recipients' && expected <= office.exportAbove,
    async order(history: History<Claim>, row: LoadRow): Promise<readonly Noted[]> {
      await firstLoad.ordered(row.part, await history.order(row.part, row.since));
      await tell(office, true);
      return [{ id: loadId(row.part), note: { since: row.since } }];
    },
    look: (history: History<Claim>, row: LoadRow): Promise<readonly Noted[]> => look(office, history, row),
    read: (history: History<Claim>, row: LoadRow): Promise<readonly Noted[]> => read(office, history, row),
    /** The next leg: at once while there is something to read, after a growing wait while the books prepare it. */
    async goOn(part: string): Promise<void> {
      const row = await firstLoad.part(part as LoadPart);
      if (!row || row.state === 'done') return;
      const waitMs = row.state === 'preparing' ? backoffMs(row.looks, { firstMs: timing.firstRetryMs, longestMs: Math.min(timing.longestRetryMs, longestLookMs) }, tools.random) : 0;
      await timers.set('load', part, tools.now() + waitMs);
    },
    /** What was noticed, in a handful of issues and a file. */
    report: (row: LoadRow): Promise<readonly Noted[]> => report(office, row),
    async finish(history: History<Claim>, row: LoadRow): Promise<readonly Noted[]> {
      if (row.exportId !== null) await forget(office, history, row.exportId);
      await firstLoad.reported(row.part);
      const mode = await finishRecovery(office);
      await timers.atLatest('survey', '', tools.now());
      await tell(office, true);
      return [{ id: loadId(row.part), note: { mode } }];
    },
  };
}
