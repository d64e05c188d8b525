import { assemble, type Assembly } from '../../companion/assembly.ts';
import type { Config } from '../../companion/config.ts';
import type { Log } from '../../companion/connectors/connector.ts';
import { takeUpWork } from '../../companion/start.ts';
import { topics } from '../../companion/store/wake.ts';
import type { Chance } from './chance.ts';
import { mortalDatabase, mortalTools, mortalWake, type Life } from './life.ts';
import type { PlantedBug } from './planted-bugs.ts';
import type { Shelf } from './stage.ts';
import { stirring } from './stir.ts';
import type { Witness } from './witness.ts';
import { mortalFetch, type Roads } from './mortal-fetch.ts';

export interface Process {
  readonly life: Life;
  readonly assembly: Assembly;
  /** Resolves when it has taken up work. */
  readonly ready: Promise<void>;
}

export interface Birth {
  readonly roads: Roads;
  readonly shelf: Shelf;
  readonly config: Config;
  readonly env: Readonly<Record<string, string>>;
  readonly holder: string;
  readonly skew: { ms: number };
  readonly chance: Chance;
  readonly bug: PlantedBug | undefined;
  readonly died: (where: string) => void;
}

/** Starts a companion as start.ts does, without sockets: the same assembly, the same taking up of work. */
export async function startProcess(birth: Birth): Promise<Process> {
  const { roads, shelf, config, env, holder } = birth;
  const life: Life = { holder, dead: false, doom: undefined, died: birth.died };
  const db = mortalDatabase(shelf.db, life, roads.stir);
  const tools = mortalTools(life, { clock: roads.stage.clock, skew: birth.skew, random: birth.chance.next, fetch: mortalFetch(roads, life), stir: roads.stir, log: logTo(roads.witness, holder) });
  const wake = mortalWake(db, tools);
  const assembly = await stirring(roads.stir, () => assemble(config, env, { db, wake, tools, holder }));
  witnessPermits(roads, assembly);
  birth.bug?.plant({ assembly, roads, tools });
  const ready = takeUpWork({ assembly, config, tools, stop: new AbortController().signal }).then(async () => {
    await wake.work((topic) => assembly.engine.turn(topic));
    for (const topic of topics) await wake.at(topic, tools.now());
  });
  return { life, assembly, ready };
}

/** What a person would see as an error is part of the story. */
const logTo = (witness: Witness, holder: string): Log => ({ debug: () => undefined, info: () => undefined, warn: () => undefined, error: (message) => witness.note(`${holder} ERROR ${message.slice(0, 160)}`) });

/** Who may send what, and until when, as the only door through which money leaves hands it out. */
function witnessPermits({ witness }: Roads, { payer }: Assembly): void {
  const { send } = payer;
  payer.send = (batch, body, permit) => {
    witness.permits.push({ references: batch.map(({ reference }) => reference), until: permit.deadlineAt });
    return send(batch, body, permit);
  };
}
