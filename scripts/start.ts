import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { batchesOf, figuresOf, type Figures } from './story/figures.ts';
import { paintFor, type Paint } from './story/paint.ts';
import { openPlot } from './story/plot.ts';
import { report } from './story/report.ts';
import { openScreen, panel, roomIn } from './story/screen.ts';
import { openStage, type Cast, type Stage } from './story/stage.ts';
import { newsOf, standingsOf, type Standing } from './story/standings.ts';

const usage = `Quittance: one month end, paid before your eyes.

  npm start                      plays the story, then stays up to be looked at
  npm start -- --once            plays it and ends: 0 when every request ended as expected
  npm start -- --once --json     the same; the last line is the closing figures as JSON

Opens a Salesforce org with the package and a Payoneer on this machine, raises a month end
of payment requests, has them approved, and pays them with a companion on a store of its own.
Nothing leaves the machine. Ctrl-C ends it at any time. NO_COLOR=1 for plain text.
`;

/** The story ends at the latest after this, expected or not. */
const storyMs = 80_000;
/** Nothing has changed for so long: nothing more will. */
const quietMs = 15_000;

/** What a request should come to; the test of this story gives the first one a wrong ending. */
const expectedOf = (cast: readonly Cast[]) => (request: Cast): string =>
  process.env.STORY_TEST_WRONG_EXPECTATION === 'true' && request === cast[0] ? 'Cancelled' : request.expected;

/** Plays the story to its end and returns the closing figures; stops early when `stop` says so. */
async function play(stage: Stage, paint: Paint, stop: AbortSignal): Promise<Figures | undefined> {
  const startedAt = Date.now();
  const screen = openScreen(process.stdout, paint, startedAt);
  const expected = expectedOf(stage.cast);
  const plot = openPlot(stage, (text) => screen.note(text, paint.bold), stop);
  let standings: readonly Standing[] = standingsOf(stage, expected);
  let changedAt = startedAt;
  const look = (): void => {
    const now = standingsOf(stage, expected);
    for (const line of newsOf(standings, now)) screen.note(line);
    if (now.some(({ status }, at) => status !== standings[at]?.status)) changedAt = Date.now();
    standings = now;
    screen.draw(panel(standings, Date.now() - startedAt, roomIn(process.stdout), paint));
  };
  const sealed = (): boolean => batchesOf(stage).every(({ seal }) => seal !== 'Open');
  const over = (): boolean => (standings.every(({ asExpected }) => asExpected) && sealed()) || Date.now() - changedAt > quietMs || Date.now() - startedAt > storyMs;
  plot.badWeather();
  const acts = Promise.all([plot.approvals(), plot.duplicates(), plot.funding(), plot.payeeActs(), plot.bankReturn()]);
  try {
    while (!stop.aborted && !over()) {
      await Promise.race([sleep(process.stdout.isTTY ? 120 : 250), acts.then(() => sleep(100))]);
      look();
    }
  } finally {
    screen.end();
  }
  return stop.aborted ? undefined : figuresOf(stage, standings, ({ request }) => expected(request), Date.now() - startedAt);
}

function addresses({ outside, companion, logFile, wake }: Stage, paint: Paint): string[] {
  return [
    paint.bold('  Still running'), '',
    `  companion          ${companion.url}/metrics`,
    `  Salesforce         ${outside.urls.salesforce}`,
    `  Payoneer           ${outside.urls.payoneer}/_payoneer/transfers`,
    `  every call         ${outside.urls.payoneer}/_world/calls`,
    `  companion's log    ${logFile}`,
    `  wakes by           ${wake === 'event' ? 'platform events, and sweeps' : 'sweeps'}`,
    '', '  Ctrl-C ends it and removes its store.', '',
  ];
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) return void process.stdout.write(usage), 0;
  if (values.json && !values.once) throw new Error('Story: --json gives the closing figures of a run that ends. Use --once --json.');
  const paint = paintFor(process.stdout, process.env);
  const stop = new AbortController();
  const asked = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));
  process.stdout.write(`\n  ${paint.bold('Quittance')}  one month end, paid on this machine\n\n`);
  const stage = await openStage();
  try {
    const figures = await play(stage, paint, stop.signal);
    if (!figures) return 130;
    process.stdout.write(`${report(figures, roomIn(process.stdout), paint).join('\n')}\n`);
    if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
    if (!values.once) {
      process.stdout.write(`${addresses(stage, paint).join('\n')}\n`);
      await asked;
    }
    return figures.ok ? 0 : 1;
  } finally {
    await stage.close();
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
