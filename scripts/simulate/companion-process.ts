import { assemble, type Assembly } from '../../companion/assembly.ts';
import type { Config } from '../../companion/config.ts';
import type { Log, Tools } from '../../companion/connectors/connector.ts';
import { takeUpWork } from '../../companion/start.ts';
import { topics, type Wake } from '../../companion/store/wake.ts';
import type { Chance } from './chance.ts';
import { subscribe } from '../../companion/intake/subscribe.ts';
import { count, edgeOf } from './coverage.ts';
import { busWakeUps } from './bus-wake-ups.ts';
import { mortalDatabase, mortalTools, mortalWake, newLife, type Life } from './life.ts';
import type { PlantedBug } from './planted-bugs.ts';
import type { Shelf } from './stage.ts';
import { stirring } from './stir.ts';
import { requestOf, type Witness } from './witness.ts';
import { mortalFetch, type Roads } from './mortal-fetch.ts';

export interface Process {
  readonly life: Life;
  readonly assembly: Assembly;
  /** Resolves when it has taken up work. */
  readonly ready: Promise<void>;
  /** As a process manager asks for it: nothing new is begun, what is under way ends. */
  retire(): void;
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
  readonly died: Life['died'];
  /** Whether it listens to the org's event bus; else it hears of work by its sweeps, and by what is put into its inbox. */
  readonly listens: boolean;
}

/** Starts a companion as start.ts does, without sockets: the same assembly, the same taking up of work. */
export async function startProcess(birth: Birth): Promise<Process> {
  const { roads, shelf, config, env, holder } = birth;
  const life = newLife(holder, roads.witness.coverage, birth.died);
  const db = mortalDatabase(shelf.db, life, roads.stir);
  const tools = mortalTools(life, { clock: roads.stage.clock, skew: birth.skew, random: birth.chance.next, fetch: mortalFetch(roads, life, birth.skew), stir: roads.stir, log: logTo(roads.witness, holder) });
  const wake = mortalWake(db, tools);
  const stop = new AbortController();
  const assembly = await stirring(roads.stir, () => assemble(config, env, { db, wake, tools, holder }));
  witnessPermits(roads, assembly, life);
  witnessMoves(roads, assembly);
  birth.bug?.plant({ assembly, roads, tools });
  const ready = takeUpWork({ assembly, config, tools, stop: stop.signal }).then(() => goToWork(birth, { assembly, wake, tools, life, stop: stop.signal }));
  const retire = (): void => {
    stop.abort();
    void wake.close();
  };
  return { life, assembly, ready, retire };
}

async function goToWork({ roads: { stage, witness }, listens }: Birth, { assembly, wake, tools, life, stop }: { assembly: Assembly; wake: Wake; tools: Tools; life: Life; stop: AbortSignal }): Promise<void> {
  await wake.work((topic) => assembly.engine.turn(topic));
  for (const topic of topics) await wake.at(topic, tools.now());
  // The wakers of production keep in the store what was asked for, so a process that died after it took a letter has asked for the end of its lease.
  await wake.at('letters', (await assembly.store.inbox.nextDue()) ?? tools.now());
  if (!listens) return;
  const lost = async (): Promise<void> => {
    await assembly.store.cursors.set('full sweep', '0');
    await assembly.engine.desk.surveySoon();
  };
  void subscribe('salesforce', busWakeUps({ outside: stage.outside, bus: stage.bus, life, witness }, tools), assembly.store, tools, lost, stop);
}

/** What a person would see as an error is part of the story. */
const logTo = (witness: Witness, holder: string): Log => ({ debug: () => undefined, info: () => undefined, warn: () => undefined, error: (message) => witness.note(`${holder} ERROR ${message.slice(0, 160)}`) });

/** Who may send what, and until when, as the only door through which money leaves hands it out: never two processes from one program at once. */
function witnessPermits({ witness, stage }: Roads, { payer }: Assembly, life: Life): void {
  const { send } = payer;
  payer.send = async (batch, body, permit) => {
    const [now, program] = [stage.clock.now(), batch[0]?.program ?? ''];
    const other = witness.sending.find((one) => one.program === program && one.life !== life && !one.life.dead && one.until > now);
    if (other) witness.blame({ rule: 'one process sends from a program at a time', detail: `${life.holder} sends from ${program} while ${other.life.holder} may` });
    witness.permits.push({ references: batch.map(({ reference }) => reference), until: permit.deadlineAt });
    for (const { requestId, reference } of batch) if (witness.stopped.has(requestId)) witness.blame({ rule: 'nothing leaves that somebody had asked to stop', requestId, detail: reference });
    const mine = { program, life, until: permit.deadlineAt };
    witness.sending.push(mine);
    return send(batch, body, permit).finally(() => void witness.sending.splice(witness.sending.indexOf(mine), 1));
  };
}

/** Which event met a payment in which state: the ledger's own word, where the rules are. */
function witnessMoves({ witness }: Roads, { store: { ledger }, office: { timing } }: Assembly): void {
  const { coverage } = witness;
  const { move } = ledger;
  ledger.move = async (moves) => {
    const moved = await move(moves);
    moved.forEach((result, index) => {
      const event = moves[index]?.event;
      if (event === 'see cancelled' && 'to' in result && result.from !== result.to) judgeCancelled(witness, result.requestId, timing.confirmCancelledMs);
      if (event && 'to' in result) count(coverage.edges, edgeOf(result.from, event));
      else if (event && 'forbidden' in result) count(coverage.refused, edgeOf(String(result.from), event));
    });
    return moved;
  };
}

/** A payout counts as cancelled when the provider said so twice, some minutes apart: a replica may be confused once. */
function judgeCancelled({ heard, blame }: Witness, requestId: string, apartMs: number): void {
  const twice = [...heard].some(([reference, said]) => {
    const times = requestOf(reference) === requestId ? said.filter(({ status }) => status === 'Cancelled').map(({ at }) => at) : [];
    return times.length > 1 && Math.max(...times) - Math.min(...times) >= apartMs - 1_000;
  });
  if (!twice) blame({ rule: 'cancelled counts when it was heard twice', requestId, detail: `${requestId} was settled before` });
}
