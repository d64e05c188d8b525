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

/**
 * Keeps wake-ups as letters; the cursor is stored only after they are durable, so a crash hears them again rather than never. What can't be heard
 * any more (`lost`) makes the caller look everywhere.
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
  await wakeUps.listen(
    await store.cursors.get(name),
    async (events, cursor) => {
      await Promise.all(events.map((event, index) => store.inbox.keep(letterOf(connection, event, `${cursor}#${index}`))));
      await store.cursors.set(name, cursor);
    },
    async (why) => {
      tools.log.warn(`Events: ${why} Looking at all records instead.`);
      await lost();
    },
    stop,
  );
}
