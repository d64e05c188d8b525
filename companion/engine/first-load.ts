import type { Office } from './office.ts';

/** The journal's name for what is told of a part. */
export const loadId = (part: string): string => `first-load-${part}`;

/**
 * Step 1 of flows/first-load.ts, which recovery takes because what follows depends on it: counts what the books hold from before this store, in one call. What
 * ended lately is read by an export where it is more than the limit; the recipients are looked through in either case.
 */
export async function beginFirstLoad(office: Office, since: string): Promise<'in pages' | 'at once'> {
  const { store, tools, history, exportAbove } = office;
  if (!history) return 'at once';
  const counted = await history.count(since);
  const now = tools.now();
  const parts = [
    ...(counted.ended > exportAbove ? [{ part: 'ended' as const, since, expected: counted.ended }] : []),
    ...(counted.recipients > 0 ? [{ part: 'recipients' as const, since, expected: counted.recipients }] : []),
  ];
  await store.db.transaction(async () => {
    await store.firstLoad.begin(parts, now);
    await store.journal.record({ runId: `first-load-${now.toString(36)}`, flow: 'first-load', step: '1 count what the books hold', at: now, of: parts.map(({ part, expected }) => ({ id: loadId(part), note: { rows: expected } })) });
  });
  if (counted.ended <= exportAbove) return 'at once';
  tools.log.info(`First load: the books hold ${counted.ended} payments that ended lately and ${counted.recipients} recipients. They are read in pages; nothing is sent before the payments are in.`);
  return 'in pages';
}

/** A process that starts goes on where the last one stood; what is waited for is looked at now. */
export async function resumeFirstLoad({ store: { firstLoad, timers }, tools }: Office): Promise<void> {
  const open = (await firstLoad.parts()).filter(({ state }) => state !== 'done');
  if (open.length) await firstLoad.resumed(tools.now());
  for (const { part } of open) await timers.atLatest('load', part, tools.now());
}
