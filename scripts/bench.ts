import { parseArgs } from 'node:util';
import { approvedTogether, type CallCount } from './bench/approved-together.ts';
import { webhookDoor } from './bench/webhook-door.ts';

const usage = `Counts what matters: outside calls first, then webhooks per second.

  npm run bench                    everything, about three minutes
  npm run bench -- --requests N    N requests approved together (default 1000)
  npm run bench -- --seconds N     N seconds of webhooks at each door (default 8)
  npm run bench -- --json          one JSON line at the end

Run against the stand-ins of this repository: figures of calls agree with our reading of the providers' documents, not with the providers.
Times swing with the machine's other load; the ratios are measured in one run.
`;

/** What the person who started it wants. Throws in words. */
function wishes(): { readonly requests: number; readonly seconds: number; readonly json: boolean; readonly help: boolean } {
  const { values } = parseArgs({ options: { requests: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '8' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  const whole = (name: 'requests' | 'seconds'): number => {
    if (!/^[1-9]\d{0,5}$/.test(values[name])) throw new Error(`--${name} is "${values[name]}". Give a whole number from 1.`);
    return Number(values[name]);
  };
  return { requests: whole('requests'), seconds: whole('seconds'), json: values.json, help: values.help };
}
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function sayCalls(title: string, count: CallCount): void {
  say(`\n${title}`);
  say(`  Salesforce        ${count.salesforce} calls for ${count.requests} requests`);
  say(`  Payoneer          ${count.payoneer} calls = ${count.submissions} batches + ${count.statusQuestions} status questions${count.otherPayoneer.length ? ` + ${count.otherPayoneer.join(', ')}` : ''}`);
  say(`  events published  ${count.eventsPublished}`);
  say(`  lasted            ${(count.lastedMs / 1000).toFixed(1)} s by the companion's clock${count.timesFaster > 1 ? ` (run at ${count.timesFaster} times real time)` : ''}`);
}

async function main(): Promise<void> {
  const { requests, seconds, json, help } = wishes();
  if (help) return say(usage);
  say(`${requests} requests approved together, counted by the stand-ins from the first event to the last Completed …`);
  const together = await approvedTogether(requests, 0, 1);
  sayCalls('Hints at once', together);
  const spread = await approvedTogether(requests, 3_600_000, 60);
  sayCalls('Hints spread over an hour', spread);
  const door = await webhookDoor(seconds);
  say('\nWebhooks, signed, 50 connections');
  const [bare] = door.doors;
  for (const figure of door.doors)
    say(`  ${figure.what.padEnd(34)} ${String(figure.acceptedPerSecond).padStart(6)} /s  p50 ${figure.p50Ms} ms  p99 ${figure.p99Ms} ms  ratio ${(figure.acceptedPerSecond / (bare?.acceptedPerSecond ?? 1)).toFixed(2)}  not accepted ${figure.notAccepted}`);
  say(`  drained: ${door.drain.letters} letters, the last ${(door.drain.drainedInMs / 1000).toFixed(1)} s after the door closed (${door.drain.lettersPerSecond} /s overall)`);
  if (json) say(JSON.stringify({ together, spread, ...door }));
}

main().then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`Bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
