import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { batchesOf, figuresOf, invitedOf, isOnboarded, type Figures } from './story/figures.ts';
import { wrapped } from './story/layout.ts';
import { paintFor, type Paint } from './story/paint.ts';
import { plot } from './story/plot.ts';
import { receiptsAsExpected } from './story/receipts.ts';
import { report } from './story/report.ts';
import { openScene } from './story/scene.ts';
import { openScreen, panel, roomIn } from './story/screen.ts';
import { openStage, type Cast, type Stage } from './story/stage.ts';
import type { Preview } from './preview/serve.ts';
import { newsOf, standingsOf, type Standing } from './story/standings.ts';

const usage = `Quittance: one month end, paid before your eyes.

  npm start                      plays the story, then stays up to be looked at
  npm start -- --once            plays it and ends: 0 when every request ended as expected
  npm start -- --once --json     the same; the last line is the closing figures as JSON

Opens a Salesforce org with the package and a Payoneer on this machine, raises a month end
of payment requests, has them approved, and pays them with a companion on a store of its own.
Without --once the Quittance app can be opened in a browser while the story plays.
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
  const scene = openScene(stage, (text) => screen.note(text, paint.bold), stop);
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
  const onboarded = (): boolean => invitedOf(stage).some(isOnboarded);
  const over = (): boolean => (standings.every(({ asExpected }) => asExpected) && sealed() && onboarded() && receiptsAsExpected(stage)) || Date.now() - changedAt > quietMs || Date.now() - startedAt > storyMs;
  const acted = Promise.all(plot.map((act) => act(scene)));
  try {
    while (!stop.aborted && !over()) {
      await Promise.race([sleep(process.stdout.isTTY ? 120 : 250), acted.then(() => sleep(100))]);
      look();
    }
  } finally {
    screen.end();
  }
  return stop.aborted ? undefined : figuresOf(stage, standings, ({ request }) => expected(request), Date.now() - startedAt);
}

function addresses({ outside, companion, logFile, wake }: Stage, app: string, paint: Paint): string[] {
  return [
    paint.bold('  Still running'), '',
    `  the app            ${app}`,
    `  as the approver    ${app}/lightning/page/home?as=approver`,
    `  companion          ${companion.url}/metrics`,
    `  Salesforce         ${outside.urls.salesforce}`,
    `  Payoneer           ${outside.urls.payoneer}/_payoneer/transfers`,
    `  every call         ${outside.urls.payoneer}/_world/calls`,
    `  companion's log    ${logFile}`,
    `  wakes by           ${wake === 'event' ? 'platform events, and sweeps' : 'sweeps'}`,
    '', '  Ctrl-C ends it and removes its store.', '',
  ];
}

/** Where the app is, start after start, unless somebody else listens there. */
const previewPort = 8484;

/** The app in a browser, over the org of the story. It is loaded only when it is wanted: a run that ends needs neither its server nor its compiler. */
async function openPreview({ outside }: Stage, paint: Paint): Promise<Preview> {
  const { servePreview } = await import('./preview/serve.ts');
  const preview = await servePreview(outside, { port: previewPort });
  process.stdout.write(`\n  ${paint.bold(`Open ${preview.url}`)}  the Quittance app, while the story plays\n\n`);
  return preview;
}

/** What the person who started it wants. Throws in words. */
function wishes(): { readonly once: boolean; readonly json: boolean; readonly help: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  const read = (): { once: boolean; json: boolean; help: boolean } => parseArgs({ options: { once: flag, json: flag, help: { ...flag, short: 'h' } } }).values;
  try {
    const values = read();
    if (values.json && !values.once) throw new Error('--json gives the closing figures of a run that ends. Use --once --json.');
    return values;
  } catch (error) {
    throw new Error(`Story: ${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}

async function main(): Promise<number> {
  const wish = wishes();
  if (wish.help) {
    process.stdout.write(usage);
    return 0;
  }
  const paint = paintFor(process.stdout, process.env);
  const stop = new AbortController();
  const asked = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));
  process.stdout.write(`\n  ${paint.bold('Quittance')}  one month end, paid on this machine\n\n`);
  const tell = (text: string): void => void process.stdout.write(`${wrapped(text, roomIn(process.stdout), '  ').map(paint.dim).join('\n')}\n`);
  const stage = await openStage(tell);
  const preview = wish.once ? undefined : await openPreview(stage, paint);
  try {
    const figures = await play(stage, paint, stop.signal);
    if (!figures) return 130;
    process.stdout.write(`${report(figures, roomIn(process.stdout), paint).join('\n')}\n`);
    if (wish.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
    if (preview) {
      process.stdout.write(`${addresses(stage, preview.url, paint).join('\n')}\n`);
      await asked;
    }
    return figures.ok ? 0 : 1;
  } finally {
    await preview?.close();
    await stage.close();
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
