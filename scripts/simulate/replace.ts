import { openChance } from './chance.ts';
import { startProcess, type Process } from './companion-process.ts';
import { minuteMs } from './happening.ts';
import { crashFault } from './faults.ts';
import type { Life } from './life.ts';
import type { Simulation } from './simulation-state.ts';
import { stirring } from './stir.ts';
import { besideId } from './witness.ts';

async function start(simulation: Simulation, which: 0 | 1, died: Life['died']): Promise<Process> {
  const { roads, config, env, skew, witness, bug, stage, plan } = simulation;
  simulation.starts += 1;
  const holder = `sim-${simulation.starts}`;
  const own = which === 0 ? config : { ...config, companionId: besideId };
  // A store that is opened for the first time takes a while, and no simulated time.
  const process = await stirring(roads.stir, async () => startProcess({ roads, shelf: await stage.store(which), config: own, env, holder, skew, bug, chance: openChance(plan.seed, holder), died, listens: plan.listens }));
  process.life.dooms = simulation.endAt;
  witness.note(`start ${holder}`);
  return process;
}

/** Starts the next process on a store; the one before must be dead, or on its way out. */
export async function begin(simulation: Simulation, which: 0 | 1 = 0): Promise<Process> {
  const process = await start(simulation, which, (at, where) => {
    simulation.witness.struck(crashFault(at));
    // Another one works already in the place of a zombie, or of one that was retired.
    if (simulation.beside.has(process)) return simulation.witness.note(`${process.life.holder} ends at ${at} ${where}`);
    died(simulation, which, process.life.holder, `${at} ${where}`);
  });
  process.ready.catch((error: unknown) => refused(simulation, which, process, String(error)));
  // The switch was the old process's own.
  if (which === 0) simulation.witness.paused = undefined;
  if (which === 0) simulation.current = process;
  else simulation.second = process;
  return process;
}

/** Another instance on the first store; nobody starts it again when it dies. */
export async function beginBeside(simulation: Simulation): Promise<Process> {
  const process = await start(simulation, 0, (at) => simulation.witness.struck(crashFault(at)));
  process.ready.catch(() => {
    process.life.dead = true;
  });
  if (simulation.witness.paused !== undefined) process.assembly.pause(true);
  simulation.beside.add(process);
  return process;
}

/** A start that is refused ends the process with a reason; the process manager tries again, and in the end it must work. */
function refused(simulation: Simulation, which: 0 | 1, process: Process, why: string): void {
  if (process.life.dead) return;
  process.life.dead = true;
  simulation.refusals += 1;
  if (simulation.refusals > mostRefusals) return simulation.witness.blame({ rule: 'a companion starts', detail: `${process.life.holder}: ${why}` });
  died(simulation, which, process.life.holder, `its start: ${why.slice(0, 120)}`, 15 * minuteMs);
}
/** A clock that is wrong is set right within hours. */
const mostRefusals = 50;

/** A process manager starts the next one after a while. */
function died(simulation: Simulation, which: 0 | 1, holder: string, where: string, waitMs = 20_000): void {
  simulation.crashes += 1;
  simulation.witness.note(`crash ${holder} at ${where}`);
  simulation.stage.clock.after(waitMs, async () => {
    if (which === 0 || !simulation.secondStopped) await stirring(simulation.roads.stir, () => begin(simulation, which));
  });
}

/** Ends a process at once, and starts the next when `meanwhile` is done. */
export async function replace(simulation: Simulation, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const { current, stage } = simulation;
  if (!current || current.life.dead) return;
  current.life.dead = true;
  simulation.crashes += 1;
  // A statement that is under way belongs to the old process; nothing of it comes after this one.
  await stirring(simulation.roads.stir, async () => {
    await (await stage.store(0)).db.query('select 1');
    await meanwhile();
  });
  await begin(simulation);
}
