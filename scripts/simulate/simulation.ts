import { openChance } from './chance.ts';
import { checkDay, checkEnd } from './end-checks.ts';
import { financeEnv, setUpFinance } from './finance-happenings.ts';
import { happen } from './happenings.ts';
import { hourMs, minuteMs, type Happening } from './happening.ts';
import { planOf } from './plan.ts';
import { forgetPlanted, type PlantedBug } from './planted-bugs.ts';
import { answerFaults } from './faults.ts';
import type { Life } from './life.ts';
import { limitAfterSend } from './machine.ts';
import { simulatedConfig } from './simulated-config.ts';
import { compareForeseen } from './rehearsing.ts';
import type { Coverage, Passing, Place } from './coverage.ts';
import type { Outcome, Simulation } from './simulation-state.ts';
import { origins, startMs, type Stage } from './stage.ts';
import { atRest, openStir } from './stir.ts';
import { begin } from './replace.ts';
import { doorFor, type Roads } from './mortal-fetch.ts';
import { openWitness } from './witness.ts';

/** A quiet seed has some hundred lines, and each payout some more. */
const longestStory = ({ plan }: Simulation): number => 2_500 + 60 * plan.debts.length;

async function runUntil(simulation: Simulation, atMs: number): Promise<void> {
  const { stage, roads } = simulation;
  const longest = longestStory(simulation);
  do await atRest(roads.stir);
  while (simulation.witness.lines.length < longest && stage.clock.runNext(startMs + atMs));
  if (simulation.witness.lines.length >= longest && !simulation.witness.violations.some(({ rule }) => rule === 'nothing runs in circles')) simulation.witness.blame({ rule: 'nothing runs in circles', detail: `more than ${longest} things happened` });
}

/** One seed, from an empty org to the end of its last day. Never throws for what the companion did: that is what violations are for. */
export async function simulate(stage: Stage, seed: number, options: { readonly payouts?: number; readonly days?: number; readonly bug?: PlantedBug; readonly rehearse?: boolean; readonly endAt?: readonly Place[] } = {}): Promise<Outcome> {
  const { payouts = 6 } = options;
  const plan = planOf(seed, payouts, options.days);
  forgetPlanted();
  await stage.reset(seed);
  const { outside } = stage;
  Object.assign(outside.payoneer.policies, plan.policies);
  for (const [program, minor] of Object.entries(plan.fundsMinor)) await outside.payoneer.fund(program, minor);
  const witness = openWitness(outside, startMs);
  const roads: Roads = {
    stage, witness, stir: openStir(), lies: new Map(), copiedOrg: undefined,
    ambush: (life) => springAmbush(simulation, life),
    heard: (where, status, text) => {
      limitAfterSend(simulation, where);
      for (const fault of answerFaults(where, status, text, plan.policies.staleMs ?? 0)) witness.struck(fault);
    },
  };
  const finance = plan.finance && setUpFinance(outside);
  const env = { ...outside.companionEnv({ salesforce: origins.salesforce, payoneer: origins.payoneer }), ...(plan.finance ? financeEnv(plan.finance.consent, origins.ecb) : { QUITTANCE_CONVERT_OWED: 'off' }) };
  const simulation: Simulation = {
    plan, stage, roads, witness, env, finance, chance: openChance(seed, 'people'), config: simulatedConfig(env, plan.finance !== undefined), skew: { ms: 0 }, bug: options.bug,
    current: undefined, second: undefined, secondBegun: false, secondStopped: false, beside: new Set(), ambush: [], limitAfterSend: false, withdrawn: [], endAt: (options.endAt ?? []).map((place) => ({ ...place, left: 1 })), starts: 0, crashes: 0, refusals: 0, forgotten: [], copiedAt: undefined, strangerWaits: false, refusalWaits: false, foreseen: options.rehearse ? [] : undefined,
  };
  stage.receiver = doorFor(roads, () => simulation.current);
  try {
    await outside.addPayees(plan.payees);
    await begin(simulation);
    await live(simulation);
    await checkEnd(simulation);
    for (const process of [simulation.current, simulation.second, ...simulation.beside]) if (process) process.life.dead = true;
    await atRest(roads.stir);
  } finally {
    witness.end();
  }
  const states: Record<string, number> = {};
  for (const row of outside.requests()) states[String(row.Status__c)] = (states[String(row.Status__c)] ?? 0) + 1;
  return { seed, hash: witness.hash(), violations: witness.violations, journals: await journalsOf(simulation), crashes: simulation.crashes, states, lines: witness.lines, coverage: covered(simulation, { seed, payouts, ...(options.endAt ? { endAt: options.endAt } : {}) }), rehearsed: await compareForeseen(simulation) };
}

/** What the ledger remembers of the payments that went wrong. */
async function journalsOf({ stage, witness }: Simulation): Promise<Outcome['journals']> {
  const { db } = await stage.store(0);
  const journals = new Map<string, { name: string; told: string[] }>();
  for (const id of new Set(witness.violations.flatMap(({ requestId }) => requestId ?? []))) {
    const journal = await db.query<{ step: string; note: unknown; at: number }>('select step, note, at from journal where correlation_id = $1 order by id', [id]);
    const attempts = await db.query<Record<string, unknown>>('select reference, stage, posted, payout_id, provider_raw, asked, missed, refused_with_batch, timeline from attempt where request_id = $1 order by number', [id]);
    const told = [...journal.map(({ step, note, at }) => `${((at - startMs) / 1000).toFixed(1)} ${step} ${JSON.stringify(note)}`), ...attempts.map((attempt) => JSON.stringify(attempt))];
    journals.set(id, { name: String(stage.outside.request(id).Name), told });
  }
  return journals;
}

/** What waits for a submission happens while it is in the air: not awaited in a process that it ends. */
async function springAmbush(simulation: Simulation, life: Life): Promise<void> {
  const happening = simulation.ambush.shift();
  if (!happening || life !== simulation.current?.life) return;
  const end = endOf(happening);
  // Nobody knows beforehand when it begins, so its end is counted from there.
  if (end) simulation.stage.clock.after(end.atMs, () => void happen(simulation, end));
  await happen(simulation, happening);
}

/** What ends something that would stay for ever, `atMs` after its beginning. */
function endOf(happening: Happening): Happening | undefined {
  if (happening.what === 'skew') return { ...happening, atMs: 20 * minuteMs, skewMs: 0 };
  return happening.what === 'pause' || happening.what === 'org pause' ? { ...happening, atMs: hourMs, on: false } : undefined;
}

function covered({ witness: { coverage, violations }, plan, crashes }: Simulation, passing: Passing): Coverage {
  return { ...coverage, seeds: 1, hours: plan.endMs / hourMs, crashes, violations: violations.length, passedIn: Object.fromEntries(Object.keys(coverage.points).map((point) => [point, passing])) };
}

async function live(simulation: Simulation): Promise<void> {
  const { plan, stage: { outside } } = simulation;
  let stormy = true;
  let dayMs = 24 * hourMs;
  for (const happening of plan.happenings) {
    for (; dayMs < happening.atMs; dayMs += 24 * hourMs) await endDay(simulation, dayMs);
    await runUntil(simulation, happening.atMs);
    if (stormy && happening.atMs >= plan.calmMs) {
      stormy = false;
      outside.world.weather.clear();
      outside.org.org.policies.failNextSaves.length = 0;
    }
    await happen(simulation, happening);
  }
  for (; dayMs < plan.endMs; dayMs += 24 * hourMs) await endDay(simulation, dayMs);
  await runUntil(simulation, plan.endMs);
}

async function endDay(simulation: Simulation, atMs: number): Promise<void> {
  await runUntil(simulation, atMs);
  await checkDay(simulation);
}
