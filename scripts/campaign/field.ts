import { setTimeout as pause } from 'node:timers/promises';
import { untilAtRest } from './at-rest.ts';
import type { Engine, Figures } from './figures.ts';
import { openLetters, type Letters } from './letters.ts';
import { storePlace, type StorePlace } from './store-place.ts';
import { countsOf, openOutside, raiseFour, untilEnded, wrongs, type Outside } from './story.ts';
import { askWitnesses } from './witnesses.ts';

type OutsideOptions = NonNullable<Parameters<typeof openOutside>[0]>;

/** What every campaign stands on: an outside world with money enough, a store, letters, and all debts of the campaign. */
export interface Field {
  readonly outside: Outside;
  readonly store: StorePlace;
  readonly letters: Letters;
  /** Raises and approves so many times four requests. */
  approve(fours: number): readonly string[];
  /** A reference that one of the requests has or will have. */
  someReference(): string;
  /** Waits for a moment of the work, by chance: so many more calls at Salesforce and the provider, however fast this machine is. */
  someMoment(): Promise<void>;
  /** Waits until each is paid or with a person, who then gives up what was never paid. @throws Error naming those that come to no end */
  settle(ids: readonly string[]): Promise<Pick<Figures, 'payouts' | 'completed' | 'held' | 'wrong'>>;
  /** Waits until a companion has nothing left to do, ends it, and asks the witnesses about all debts and letters. */
  judge(companion: { readonly url: string | undefined }, end: () => Promise<unknown>): Promise<Partial<Figures>>;
  close(): Promise<void>;
}

/** About what eight payouts take, from the approval to the last write-back. */
const callsOfAWave = 60;

export async function openField(engine: Engine, options: OutsideOptions = {}): Promise<Field> {
  const outside = await openOutside(options);
  // A campaign tells hundreds of stories: none of them may end for lack of funds.
  for (const program of outside.payoneer.state.programs.keys()) await outside.payoneer.fund(program, 100_000_000_00);
  const store = await storePlace(engine);
  const letters = openLetters(outside.payoneer.webhooks.secret);
  const all: string[] = [];
  return {
    outside, store, letters,
    approve(fours) {
      const ids = Array.from({ length: fours }, () => raiseFour(outside)).flat();
      all.push(...ids);
      outside.approve(ids);
      return ids;
    },
    someReference: () => `${all[Math.floor(Math.random() * all.length)] ?? 'a02000000000000AAA'}-01`,
    async someMoment() {
      const [at, end] = [outside.world.calls.count() + Math.random() * callsOfAWave, Date.now() + 10_000];
      while (outside.world.calls.count() < at && Date.now() < end) await pause(2);
      await pause(Math.random() * 20);
    },
    async settle(ids) {
      await untilEnded(outside, ids, 120_000);
      // A request and its transaction may travel in two calls: the second gets a moment to arrive.
      for (let waits = 0; waits < 200 && wrongs(outside, ids).length; waits++) await pause(25);
      const wrong = wrongs(outside, ids);
      for (const id of ids) if (outside.request(id).Status__c === 'On Hold') outside.ask(id, 'Cancel', 'The provider never got it.');
      return { payouts: ids.length, ...countsOf(outside, ids), wrong };
    },
    async judge(companion, end) {
      const unrest = await untilAtRest(outside, companion);
      await end();
      const seen = await askWitnesses(outside, all, store);
      const db = await store.open();
      const kept = await letters.judge(db);
      await db.close();
      return { ...seen, ...kept, wrong: [...unrest, ...seen.wrong, ...kept.wrong] };
    },
    async close() {
      await outside.close();
      await store.stop();
    },
  };
}
