import type { Tools } from '../connectors/connector.ts';
import type { EngineDatabase } from './engine-database.ts';
import { Turns } from './turns.ts';
import type { Wake } from './wake.ts';

/** Wakes only this process, on the handed-in clock, and forgets when it ends. For the simulator: a companion that runs alone and sweeps at start needs no more. */
export function openLocalWake(database: EngineDatabase, tools: Tools): Wake {
  const turns = new Turns(tools);
  return {
    at: (topic, at) => {
      database.afterCommit(() => turns.takeAt(topic, at));
      return Promise.resolve();
    },
    work: (turn) => {
      turns.begin(turn);
      return Promise.resolve();
    },
    rest: () => turns.rest(),
    close: () => turns.close(),
  };
}
