import type { Tools, WakeUps } from '../connectors/connector.ts';
import type { InboundEvent } from '../domain/events.ts';
import type { Cursors } from '../store/cursors.ts';
import type { Database } from '../store/database.ts';
import type { Inbox } from '../store/inbox.ts';

const none = { method: 'EVENT', headers: [] } as const;

/** A wake-up as a letter: its content is the event in our words, so that reading it back needs nobody. */
function letterOf(connection: string, event: InboundEvent, key: string) {
  return { connection, event: event.name, key, flags: [], request: { ...none, url: `event:${event.name}`, body: Buffer.from(JSON.stringify(event)) } };
}

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/**
 * Keeps wake-ups as letters; the cursor is stored only after they are durable, so a crash hears them again rather than never. What can't be heard
 * any more (`lost`) makes the caller look everywhere. A store that can't be read just now, or a stream that breaks, is tried again at growing distances.
 */
export async function subscribe(
  connection: string,
  wakeUps: WakeUps,
  store: { readonly db: Database; readonly inbox: Pick<Inbox, 'keep'>; readonly cursors: Cursors },
  tools: Tools,
  lost: () => Promise<void>,
  stop: AbortSignal,
): Promise<void> {
  const name = `events:${connection}`;
  const keep = async (events: readonly InboundEvent[], cursor: string): Promise<void> => {
    await Promise.all(events.map((event, index) => store.inbox.keep(letterOf(connection, event, `${cursor}#${index}`))));
    await store.cursors.set(name, cursor);
  };
  const lookEverywhere = async (why: string): Promise<void> => {
    tools.log.warn(`Events: ${why} Looking at all records instead.`);
    await lost();
  };
  for (let waitMs = firstRetryMs; !stop.aborted; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
    try {
      return await wakeUps.listen(await store.cursors.get(name), keep, lookEverywhere, stop);
    } catch (error) {
      if (stop.aborted) return;
      tools.log.error(`Events: not listening for ${connection}. The regular sweep goes on, and listening is tried again.`, { error: String(error), retryInMs: waitMs });
      await tools.timer.sleep(waitMs, stop);
    }
  }
}
