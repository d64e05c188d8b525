import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInbox, type Inbox } from '../../companion/store/inbox.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { engines, letter, realTools, type TestStore } from './world.ts';

describe.each(engines)('a letter that comes a second time, on $engine', ({ open }) => {
  let store: TestStore;
  let inbox: Inbox;
  let now = 1_700_000_000_000;
  const states = ['done', 'discarded', 'dead', 'new'];
  const comeAgain = (): Promise<readonly string[]> => Promise.all(states.map((key) => inbox.keep(letter(key))));

  beforeAll(async () => {
    store = await open();
    await migrate(store.database, () => now);
    inbox = openInbox(store.database, openLocalWake(store.database, realTools()), { now: () => now }, 5_000);
    await comeAgain();
    for (const state of states) await store.database.query('update letter set state = $1, settled_at = $2 where key = $1', [state, state === 'new' ? null : now]);
  }, 60_000);
  afterAll(() => store.stop());

  it('is the same one while it waits, is dead, or was settled lately', async () => {
    now += 4_999;
    expect(await comeAgain()).toEqual(states.map(() => 'seen before'));
  });

  it('is opened again when it was settled longer ago, in the place of the first', async () => {
    now += 1;
    expect(await comeAgain()).toEqual(['kept', 'kept', 'seen before', 'seen before']);
    expect((await inbox.take(10)).map(({ key, tries, receivedAt }) => [key, tries, receivedAt])).toEqual([['done', 1, now], ['discarded', 1, now], ['new', 1, now - 5_000]]);
  });
});
