import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { addCoverage, noCoverage, type Passing } from './simulate/coverage.ts';
import { placeNamed } from './simulate/life.ts';
import { keepProof, openProof, type Proof } from './proof/proof.ts';
import { linesOf } from './proof/proof-lines.ts';
import type { ProofDone as Done, ProofTask as Task } from './simulate/proof-task.ts';

const usage = `Usage: npm run prove [-- --seeds 10000] [--large-every 10] [--large 1300] [--workers 2] [--minutes 60] [--go-on] [--out docs/proof/simulation.json]
Runs seed after seed of the simulator and adds up what they went through: payments by state and fault, edges of the state table, places where a process ended.
At the end a process is ended at every place that chance has not found yet. Can be stopped at any time and goes on where it was, as long as the code is the same. Where only a rule that judges was mended, it goes on too, and runs again what had broken one.
With --go-on it goes on where the code was mended, instead of beginning anew: it tells from which seed on, and runs again what had broken a rule.
Most seeds have 3 to 12 payouts; every tenth has so many that batches are full. Exit code 1 when a rule was broken. See docs/proof.md.`;

const { values } = parseArgs({ options: {
  seeds: { type: 'string', default: '10000' }, 'large-every': { type: 'string', default: '10' }, large: { type: 'string', default: '1300' }, workers: { type: 'string', default: '2' },
  minutes: { type: 'string' }, 'go-on': { type: 'boolean', default: false }, out: { type: 'string', default: 'docs/proof/simulation.json' }, help: { type: 'boolean' },
} });

const tasksOfOneWorker = 40;

/** The size of a seed is part of it: the same in every run. */
const payoutsOf = (seed: number): number => (seed % Number(values['large-every']) === 0 ? Number(values.large) : 3 + (seed * 7) % 10);

/** Small tasks, so that little is lost when it is stopped; a large seed is one of its own. */
function* tasksOf(proof: Proof, last: number): Generator<Task & { readonly until: number }> {
  for (let next = proof.next; next <= last; ) {
    const seeds = [{ seed: next, payouts: payoutsOf(next) }];
    while (seeds.length < 10 && next + seeds.length <= last && ![next + seeds.length, next + seeds.length - 1].some((seed) => payoutsOf(seed) === Number(values.large))) seeds.push({ seed: next + seeds.length, payouts: payoutsOf(next + seeds.length) });
    next += seeds.length;
    yield { seeds, until: next };
  }
}

/** As many in one run: after each the simulation goes another way, and may miss those that follow. */
const placesAtOnce = 6;

/** Places nobody ended at so far, in seeds that are known to pass there: some in one run, then each that was missed alone. */
function* mopUp({ coverage: { points, deaths, passedIn }, mopped }: Proof): Generator<Task & { readonly places: readonly string[] }> {
  const taskOf = ({ endAt = [], ...seed }: Passing, places: readonly string[]) => ({ places, seeds: [{ ...seed, endAt: [...endAt, ...places.map(placeNamed)] }] });
  const isLeft = (point: string): boolean => deaths[point] === undefined && !mopped.includes(point);
  const left = Object.keys(points).flatMap((point) => (isLeft(point) && passedIn[point] ? [{ point, seed: passedIn[point] }] : []));
  for (const inOne of Map.groupBy(left, ({ seed }) => JSON.stringify(seed)).values())
    for (let first = 0; first < inOne.length; first += placesAtOnce) {
      const some = inOne.slice(first, first + placesAtOnce);
      if (some[0]) yield taskOf(some[0].seed, some.map(({ point }) => point));
    }
  // What a run passed on its other way was not known before: it comes last.
  for (const point of Object.keys(points)) if (isLeft(point) && passedIn[point]) yield taskOf(passedIn[point], [point]);
}

/** Seeds that broke a rule before something was mended: with the code and the rules as they are now. */
function* runAgain({ broken }: Proof, commitNow: string): Generator<Task & { readonly was: Proof['broken'][number] }> {
  for (const was of broken.filter(({ commit }) => commit !== commitNow)) yield { was, seeds: [{ seed: was.seed, payouts: was.payouts, ...(was.endAt ? { endAt: was.endAt } : {}) }] };
}

/** Runs tasks on all workers; `done` is told in the order in which the tasks were given out. */
async function runAll<T extends Task>(tasks: Iterator<T>, done: (task: T, result: Done) => void, goOn: () => boolean): Promise<void> {
  const waiting: { readonly task: T; result?: Done }[] = [];
  const tell = (): void => {
    for (let first = waiting[0]; first?.result; first = waiting[0]) {
      waiting.shift();
      done(first.task, first.result);
    }
  };
  const workers = new Set<Worker>();
  /** Whether there may be more to do: a worker is replaced now and then, for the memory its databases took is not given back. */
  const work = (): Promise<boolean> => new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./simulate/proof-worker.ts', import.meta.url));
    workers.add(worker);
    let mine: (typeof waiting)[number] | undefined;
    let taken = 0;
    const leave = (more: boolean): void => {
      workers.delete(worker);
      void worker.terminate().then(() => resolve(more));
    };
    worker.on('error', (error) => {
      for (const each of workers) void each.terminate();
      reject(error);
    });
    worker.on('message', (message: 'ready' | Done) => {
      if (mine && message !== 'ready') mine.result = message;
      tell();
      if (taken === tasksOfOneWorker) return leave(true);
      const next = goOn() ? tasks.next() : { done: true as const, value: undefined };
      if (next.done === true) return leave(false);
      taken += 1;
      waiting.push((mine = { task: next.value }));
      worker.postMessage(next.value);
    });
  });
  const workOn = async (): Promise<void> => {
    while (await work());
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, workOn));
}

async function prove(): Promise<void> {
  const { out: file } = values;
  const sizes = `--large-every ${values['large-every']} --large ${values.large}`;
  const proof = openProof(file, { command: `npm run prove -- --seeds ${values.seeds} ${sizes}`, sizes, goOn: values['go-on'] });
  const last = Number(values.seeds);
  const [began, before] = [performance.now(), proof.seconds];
  const inTime = (): boolean => values.minutes === undefined || performance.now() - began < Number(values.minutes) * 60_000;
  const commit = proof.stretches.at(-1)?.commit ?? '';
  const keep = ({ coverage, broken }: Done): void => {
    addCoverage(proof.coverage, coverage);
    proof.broken.push(...broken.map((each) => ({ ...each, commit })));
    for (const { story } of broken) console.error(`\n${story}`);
    proof.seconds = before + Math.round((performance.now() - began) / 1000);
    keepProof(file, proof);
    const left = proof.next > 1 ? ((proof.seconds - before) / Math.max(1, proof.next - from)) * (last - proof.next + 1) : 0;
    process.stderr.write(`\r${proof.next - 1} of ${last} seeds, ${proof.coverage.payouts} payouts, ${proof.coverage.violations} violations, about ${Math.ceil(left / 60)} min left   `);
  };
  const from = proof.next;
  await runAll(runAgain(proof, commit), ({ was }, { coverage: { violations }, broken }) => {
    proof.broken.splice(proof.broken.indexOf(was), 1);
    proof.again.push(was.seed);
    keep({ coverage: { ...noCoverage(), violations: violations - was.violations }, broken });
  }, inTime);
  await runAll(tasksOf(proof, last), ({ until }, result) => {
    proof.next = until;
    keep(result);
  }, inTime);
  // Of seeds that were counted before: only what is new in them counts again.
  await runAll(mopUp(proof), ({ places }, { coverage: { points, deaths, passedIn, crashes, violations }, broken }) => {
    proof.mopped.push(...places.filter((point) => !proof.mopped.includes(point) && (places.length === 1 || deaths[point])));
    keep({ coverage: { ...noCoverage(), points, deaths, passedIn, crashes, violations }, broken });
  }, inTime);
  console.log(`\n${linesOf(proof).join('\n')}`);
  process.exitCode = proof.coverage.violations ? 1 : 0;
}

if (values.help || ![values.seeds, values['large-every'], values.large, values.workers, values.minutes ?? '1'].every((number) => Number(number) > 0)) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  await prove().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
}
