import type { OutsideWorld } from '../outside-world.ts';
import { betweenTimes, requestLimit, type Fault } from './faults.ts';
import { minuteMs, type Happening } from './happening.ts';
import { begin, beginBeside, replace } from './replace.ts';
import type { Simulation } from './simulation-state.ts';

type What = Happening['what'];
type Of<W extends What> = Extract<Happening, { readonly what: W }>;

/** What happens to the companion's own machine, its store, its clock and its lines. */
export const machine = {
  restart: (simulation) => {
    simulation.witness.struck('crash: restart');
    return replace(simulation);
  },
  deploy,
  zombie,
  'second instance': (simulation) => standBeside(simulation, 'process: second instance'),
  'second companion': secondCompanion,
  copy: async (simulation) => {
    await (await simulation.stage.store(0)).copy();
    simulation.copiedAt = simulation.stage.clock.now();
  },
  restore: (simulation) => restore(simulation, 'ledger: restored'),
  'marked restore': (simulation) => restore(simulation, 'ledger: restored and marked'),
  'old restore': (simulation) => restore(simulation, 'ledger: of yesterday'),
  skew: ({ skew, witness }, { skewMs }) => {
    skew.ms = skewMs;
    if (skewMs) witness.struck(skewMs > 0 ? 'clock: ahead' : 'clock: behind');
  },
  pause,
  'org pause': orgPause,
  doom: ({ current }, { doom }) => {
    if (current) current.life.doom = { ...doom };
  },
  'store fault': storeFault,
  'another org': anotherOrg,
  'end sessions': ({ stage, witness }) => {
    stage.outside.org.endSessions();
    witness.struck('books: sessions ended');
  },
  'limit after send': (simulation) => {
    simulation.limitAfterSend = true;
  },
  events: ({ stage: { bus } }, { trouble, times }) => {
    bus.weather[trouble] += times;
  },
  'events dropped': ({ stage: { bus }, witness }) => {
    bus.dropStreams();
    witness.struck('events: stream dropped');
  },
} satisfies { readonly [W in What]?: (simulation: Simulation, happening: Of<W>) => Promise<void> | void };

/** Faults of the books strike the companion; a person would simply save again. */
export function spared<T>({ org: { org } }: OutsideWorld, work: () => T): T {
  const faults = org.policies.failNextSaves.splice(0);
  try {
    return work();
  } finally {
    org.policies.failNextSaves.push(...faults);
  }
}

/** The limit is reached with the very call that paid: the submission is answered, and nobody can write it down. */
export function limitAfterSend(simulation: Simulation, where: string): void {
  if (!simulation.limitAfterSend || !where.endsWith('masspayouts')) return;
  simulation.limitAfterSend = false;
  simulation.stage.outside.world.weather.add(requestLimit(betweenTimes));
}

/** New code is rolled out while runs are in flight: the old process ends what it has begun and nothing more, the new one works already. */
async function deploy(simulation: Simulation): Promise<void> {
  const { current, stage: { clock }, witness } = simulation;
  if (!current || current.life.dead) return;
  witness.struck('process: deploy');
  current.retire();
  simulation.beside.add(current);
  await begin(simulation);
  clock.after(minuteMs / 2, () => {
    current.life.dead = true;
    witness.note(`${current.life.holder} has ended`);
  });
}

/** A machine that was suspended: it knows nothing of the twenty minutes in which another one took its place. */
async function zombie(simulation: Simulation): Promise<void> {
  const { current, stage: { clock }, witness } = simulation;
  if (!current || current.life.dead || current.life.frozen) return;
  witness.struck('process: zombie');
  current.life.frozen = new Promise((wake) => void clock.after(20 * minuteMs, () => {
    current.life.frozen = undefined;
    witness.note(`${current.life.holder} goes on as if nothing had been`);
    if (!current.life.dead) witness.struck('process: zombie');
    wake();
  }));
  simulation.beside.add(current);
  clock.after(50 * minuteMs, () => {
    current.life.dead = true;
    witness.note(`${current.life.holder} is found and ended`);
  });
  await begin(simulation);
}

/** Another instance of the same companion on the same store, for a while. */
async function standBeside(simulation: Simulation, fault: Fault): Promise<void> {
  simulation.witness.struck(fault);
  const process = await beginBeside(simulation);
  simulation.stage.clock.after(simulation.chance.whole(5, 90) * minuteMs, () => {
    process.life.dead = true;
    simulation.witness.note(`${process.life.holder} ends`);
  });
}

/** The machine's disk is put back from the copy; marked when it was done with the tool that says so in the store. */
async function restore(simulation: Simulation, fault: Fault): Promise<void> {
  const { copiedAt, stage } = simulation;
  if (copiedAt === undefined || !simulation.current || simulation.current.life.dead) return;
  simulation.witness.struck(fault);
  for (const process of simulation.beside) process.life.dead = true;
  await replace(simulation, async () => {
    const shelf = await stage.store(0);
    await shelf.restore();
    if (fault === 'ledger: restored and marked') await shelf.db.query("update installation set mode = 'recovery'");
    simulation.forgotten.push({ from: copiedAt, to: stage.clock.now() });
  });
}

/** Somebody starts another companion for the same org, and stops it when the mistake is seen. */
async function secondCompanion(simulation: Simulation): Promise<void> {
  if (simulation.secondBegun) return;
  simulation.secondBegun = true;
  simulation.witness.struck('process: second store');
  await begin(simulation, 1);
  simulation.stage.clock.after(90 * minuteMs, () => {
    simulation.secondStopped = true;
    if (simulation.second) simulation.second.life.dead = true;
    simulation.witness.note('the second companion ends');
  });
}

/** The switch is in the environment that all instances on one store are started with. */
function pause({ current, beside, witness, stage }: Simulation, { on }: Of<'pause'>): void {
  if (on) witness.struck('switch: companion');
  for (const process of [current, ...beside]) process?.assembly.pause(on);
  witness.paused = on ? stage.clock.now() : undefined;
}

function orgPause({ stage: { outside }, witness }: Simulation, { on }: Of<'org pause'>): void {
  if (on) witness.struck('switch: org');
  witness.orgPaused = on ? outside.world.clock.now() : undefined;
  const known = [...outside.org.org.rows('Quittance_Settings__c').values()].find((row) => row.SetupOwnerId === outside.org.org.id);
  spared(outside, () => outside.save('Quittance_Settings__c', [{ ...(known ? { Id: String(known.Id) } : { SetupOwnerId: outside.org.org.id }), Pause_All__c: on }], outside.people.admin));
}

function storeFault({ current, stage: { clock }, witness }: Simulation, { kind, left, forMs }: Of<'store fault'>): void {
  if (!current) return;
  const { life } = current;
  life.storeFault = { kind, left, struck: witness.struck };
  clock.after(forMs, () => {
    life.storeFault = undefined;
  });
}

/** The org was copied, and the configuration points at the copy: the store belongs to the other one. */
async function anotherOrg(simulation: Simulation, { forMs }: Of<'another org'>): Promise<void> {
  const { roads, stage: { outside, clock }, witness } = simulation;
  const { id } = outside.org.org;
  if (roads.copiedOrg || !simulation.current || simulation.current.life.dead) return;
  roads.copiedOrg = { id, copy: `${id.slice(0, 8)}${id.slice(8, 15) === 'C000000' ? 'D000000' : 'C000000'}${id.slice(15)}` };
  witness.struck('books: another org answers');
  clock.after(forMs, () => {
    roads.copiedOrg = undefined;
    witness.note('the org is the right one again');
  });
  await replace(simulation);
}
