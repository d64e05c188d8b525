/** What the engine can be woken for. The job carries nothing: what is to do is read from our own tables. */
export const topics = ['letters', 'timers', 'send', 'looks', 'outbox'] as const;
export type Topic = (typeof topics)[number];

/** Tells a worker, here or in another instance, to look at a topic at a time. Losing a wake-up loses nothing: the tables are swept at start and regularly. */
export interface Wake {
  /** Joins the caller's transaction: this process looks right after the commit (or at `at`, epoch ms); should it die first, whoever lives looks a second or two later. */
  at(topic: Topic, at: number): Promise<void>;
  /** Calls `turn` whenever somebody woke a topic, one turn per topic and instance at a time, until closed. */
  work(turn: (topic: Topic) => Promise<void>): Promise<void>;
  /** No further turns; those under way go on, and may still wake others. The first step of closing: turns that went on being taken would begin work for as long as there is any. */
  rest(): void;
  close(): Promise<void>;
}
