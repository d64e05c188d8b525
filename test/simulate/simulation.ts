import { readConfig, type Config } from '../../companion/config.ts';
import { inboundLetter } from './inbound-letter.ts';
import { startProcess, type Process } from './companion-process.ts';
import { openChance, type Chance } from './chance.ts';
import { checkEnd } from './end-checks.ts';
import { tend } from './people.ts';
import { planOf, type Happening, type Plan } from './plan.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { origins, startMs, type Stage } from './stage.ts';
import { atRest, openStir, stirring } from './stir.ts';
import { openWitness, type Violation, type Witness } from './witness.ts';
import { doorFor, type Roads } from './ways-out.ts';

export interface Outcome {
  readonly seed: number;
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly crashes: number;
  readonly states: Readonly<Record<string, number>>;
  readonly lines: readonly string[];
}

/** One simulation while it runs. */
export interface Simulation {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly roads: Roads;
  readonly witness: Witness;
  readonly chance: Chance;
  readonly config: Config;
  readonly env: Readonly<Record<string, string>>;
  readonly skew: { ms: number };
  readonly bug: PlantedBug | undefined;
  readonly ids: string[];
  current: Process | undefined;
  /** The second companion, on a store of its own. */
  second: Process | undefined;
  starts: number;
  crashes: number;
  /** When the store was copied, and when put back: letters between are lost with the disk. */
  readonly forgotten: { from: number; to: number }[];
  copiedAt: number | undefined;
}

/** Production's timing, but for the regular looks at nothing: between two events only time passes, and each look costs statements. */
export function simulatedConfig(env: Readonly<Record<string, string>>): Config {
  const config = readConfig({ ...env, QUITTANCE_ENVIRONMENT: 'production', QUITTANCE_LOG: 'silent' });
  const hour = 3_600_000;
  return { ...config, environment: 'sandbox', callsPerSecond: 1_000, timing: { ...config.timing, sweepMs: 2 * hour, heartbeatMs: 12 * hour, fundsMs: 6 * hour, fundsShortMs: hour / 4, feesMs: 24 * hour } };
}

/** Starts the next process on a store; the one before must be dead. */
export async function begin(simulation: Simulation, which: 0 | 1 = 0): Promise<Process> {
  const { roads, config, env, skew, witness, bug, stage } = simulation;
  simulation.starts += 1;
  const holder = `sim-${simulation.starts}`;
  const own = which === 0 ? config : { ...config, companionId: 'companion-b' };
  const process = await startProcess({ roads, shelf: await stage.store(which), config: own, env, holder, skew, bug, chance: openChance(simulation.plan.seed, holder), died: (where) => died(simulation, which, holder, where) });
  witness.note(`start ${holder}`);
  process.ready.catch((error: unknown) => witness.blame({ rule: 'a companion starts', detail: `${holder}: ${String(error)}` }));
  if (which === 0) simulation.current = process;
  else simulation.second = process;
  return process;
}

/** A process manager starts the next one after a while. */
function died(simulation: Simulation, which: 0 | 1, holder: string, where: string): void {
  simulation.crashes += 1;
  simulation.witness.note(`crash ${holder} at ${where}`);
  simulation.stage.clock.after(20_000, () => stirring(simulation.roads.stir, () => begin(simulation, which)));
}

/** Ends a process at once, and starts the next when `meanwhile` is done. */
async function replace(simulation: Simulation, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const { current, stage } = simulation;
  if (!current || current.life.dead) return;
  current.life.dead = true;
  simulation.crashes += 1;
  // A statement that is under way belongs to the old process; nothing of it comes after this one.
  await (await stage.store(0)).db.query('select 1');
  await meanwhile();
  await begin(simulation);
}

async function runUntil(simulation: Simulation, atMs: number): Promise<void> {
  const { stage, roads } = simulation;
  do await atRest(roads.stir);
  while (stage.clock.runNext(startMs + atMs));
}

function wave(simulation: Simulation, { debts }: Extract<Happening, { what: 'wave' }>): void {
  const { plan, stage: { outside }, witness, ids, current, chance, roads } = simulation;
  const raised = outside.raise(debts.map((index) => plan.debts[index]).filter((debt) => debt !== undefined));
  ids.push(...raised);
  outside.approve(raised);
  witness.note(`approved ${raised.length}`);
  // An event of the org that wakes the companion; sometimes it is lost, and the sweep finds the requests.
  if (current && !current.life.dead && chance.happens(0.8)) void stirring(roads.stir, () => current.assembly.store.inbox.keep(inboundLetter(raised, witness.lines.length)));
}

export { replace, wave };

/** One seed, from an empty org to the end of its last day. Never throws for what the companion did: that is what violations are for. */
export async function simulate(stage: Stage, seed: number, options: { readonly payouts?: number; readonly bug?: PlantedBug } = {}): Promise<Outcome> {
  const plan = planOf(seed, options.payouts ?? 6);
  await stage.reset(seed);
  const { outside } = stage;
  Object.assign(outside.payoneer.policies, plan.policies);
  for (const [program, minor] of Object.entries(plan.fundsMinor)) await outside.payoneer.fund(program, minor);
  const witness = openWitness(outside, startMs);
  const roads: Roads = { stage, witness, stir: openStir(), lies: new Set() };
  const env = outside.companionEnv({ salesforce: origins.salesforce, payoneer: origins.payoneer });
  const simulation: Simulation = {
    plan, stage, roads, witness, env, chance: openChance(seed, 'people'), config: simulatedConfig(env), skew: { ms: 0 }, bug: options.bug, ids: [],
    current: undefined, second: undefined, starts: 0, crashes: 0, forgotten: [], copiedAt: undefined,
  };
  stage.receiver = doorFor(roads, () => simulation.current);
  try {
    await outside.addPayees(plan.payees);
    await begin(simulation);
    await live(simulation);
    await checkEnd(simulation);
    for (const process of [simulation.current, simulation.second]) if (process) process.life.dead = true;
    await atRest(roads.stir);
  } finally {
    witness.end();
  }
  const states: Record<string, number> = {};
  for (const row of outside.requests()) states[String(row.Status__c)] = (states[String(row.Status__c)] ?? 0) + 1;
  return { seed, hash: witness.hash(), violations: witness.violations, crashes: simulation.crashes, states, lines: witness.lines };
}

async function live(simulation: Simulation): Promise<void> {
  const { plan, stage } = simulation;
  for (const happening of plan.happenings) {
    await runUntil(simulation, happening.atMs);
    await happen(simulation, happening);
  }
  await runUntil(simulation, plan.endMs);
  void stage;
}

async function happen(simulation: Simulation, happening: Happening): Promise<void> {
  const { stage: { outside }, witness, plan } = simulation;
  if (happening.what !== 'tend') witness.note(`happens ${happening.what}`);
  if (happening.atMs >= plan.calmMs) outside.world.weather.clear();
  switch (happening.what) {
    case 'wave': return wave(simulation, happening);
    case 'tend': return tend(outside, simulation.chance, witness);
    case 'weather': return outside.world.weather.add(...happening.rules);
    default: return undefined;
  }
}
