import type { Payouts } from '../../companion/connectors/connector.ts';
import { Problem } from '../../companion/domain/problem.ts';
import type { Companion } from '../../companion/start.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { openRig, type Rig } from '../flows/companion-rig.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { quickly } from '../flows/quick-rig.ts';

/** One process's hold on the store: it can die at any moment, or lose one transaction. */
export interface Hold {
  dead: boolean;
  /** How many of the next transactions fail, as when a database server changes over. */
  failing: number;
}

export interface AttackRig extends Rig {
  readonly database: EngineDatabase;
  /** The hold of the companion that runs now. */
  readonly hold: Hold;
}

const away = (): never => {
  throw new Problem('unreachable', 'Store: the database does not answer.');
};

function heldBy(database: EngineDatabase, hold: Hold): EngineDatabase {
  const alive = (): unknown => (hold.dead ? away() : undefined);
  return {
    ...database,
    query: async (sql, params) => (alive(), database.query(sql, params)),
    script: async (sql) => (alive(), database.script(sql)),
    untranslated: async (sql, params) => (alive(), database.untranslated(sql, params)),
    transaction: async (work) => {
      alive();
      if (hold.failing > 0) {
        hold.failing -= 1;
        away();
      }
      return database.transaction(work);
    },
    close: () => Promise.resolve(),
  };
}

/** A quick rig whose companions share one store in memory, each through a hold of its own. */
export async function openAttackRig(options: NonNullable<Parameters<typeof openRig>[0]> = {}): Promise<AttackRig> {
  const database = await openEmptyDatabase();
  let hold: Hold = { dead: false, failing: 0 };
  const rig = await openRig({
    ...quickly(options),
    get database() {
      hold = { dead: false, failing: 0 };
      return heldBy(database, hold);
    },
  });
  const endRig = rig.end;
  return Object.defineProperties(Object.assign(rig, { end: () => endRig().then(() => database.close()) }), {
    database: { value: database }, hold: { get: () => hold },
  }) as AttackRig;
}

/** Puts something between the protocol and the provider's submission. `real` makes the call. */
export function aroundSend(companion: Companion, around: (real: () => ReturnType<Payouts['send']>, batch: Parameters<Payouts['send']>[0]) => ReturnType<Payouts['send']>): void {
  const payer = companion.assembly.payer as { send: Payouts['send'] };
  const real = payer.send;
  payer.send = (batch, body, permit) => around(() => real(batch, body, permit), batch);
}

/** Does something after each submission that came back, told how many did. */
export function afterSend(companion: Companion, then: (sends: number) => void): void {
  let sends = 0;
  aroundSend(companion, async (real) => {
    const sent = await real();
    then(++sends);
    return sent;
  });
}

/** One request that the provider took, whose answer was lost, and which the provider then does not know for as long as the weather lasts. @returns its id */
export async function oneOnHold(rig: Rig): Promise<string> {
  await rig.addPayees([payeeOf('p')]);
  rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop' });
  rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 1_000 });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Late' }]);
  rig.approve([id]);
  await rig.until([id], ['On Hold']);
  return id;
}

/** Does something once, while one of these companions waits for the balance between finding a request and planning it. @returns how often it waited */
export function beforePlanning(companions: readonly Companion[], id: string, then: () => Promise<unknown>): () => number {
  let reads = 0;
  for (const { assembly } of companions) {
    const payer = assembly.payer as { funds: Payouts['funds'] };
    const real = payer.funds;
    payer.funds = async (program) => {
      if ((await assembly.store.ledger.payments([id]))[0]?.state === 'Approved for Payout' && reads++ === 0) await then();
      return real(program);
    };
  }
  return () => reads;
}
