import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { inWords, ownVariables } from '../companion/config.ts';
import salesforce from '../companion/connectors/salesforce/index.ts';
import type { RehearsalAsk, RehearsalBooks } from '../companion/domain/rehearsal-roles.ts';
import type { RehearsalText } from '../companion/domain/rehearsal.ts';
import { realWorld } from '../companion/world.ts';

const help = `Rehearse: what would happen to these payments if they were approved now. Nothing is sent, and no payment changes.

  npm run rehearse -- --run RECORD_ID               every request on a payment run
  npm run rehearse -- --ids RECORD_ID,RECORD_ID     these requests, at most 1,000
  npm run rehearse -- --run RECORD_ID --wait 300    waits up to 300 seconds for the answer (default 120)
  npm run rehearse -- --help                        this text

It asks in Salesforce, as the integration user of .env (SALESFORCE_…), and the running companion answers: so both see the same ledger.
Ends with 0 when everything would be paid, with 3 when something would not, with 1 when there is no answer.
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const words: Readonly<Record<string, string>> = { pays: 'will be paid', 'pays later': 'will be paid later', short: 'waits for funds', held: 'will be held', refused: 'will be refused', over: 'not waiting' };

function openBooks(): RehearsalBooks {
  if (existsSync('.env')) loadEnvFile('.env');
  const given = salesforce.settings.safeParse(ownVariables(process.env, 'SALESFORCE_'));
  if (!given.success) throw new Error(`Rehearse: the configuration is not complete.\n${inWords(given.error, 'SALESFORCE_')}\nCopy config/.env.example to .env and fill in the part of Salesforce.`);
  return salesforce.open(given.data, { id: 'salesforce', tools: realWorld(quiet), gate: { pass: (_kind, call) => call() } }).rehearsalBooks;
}

interface Lines {
  readonly reasons: readonly string[];
  readonly more?: number;
  readonly lines: readonly { readonly n: string; readonly v: string; readonly a: string; readonly c: string; readonly w?: number; readonly e?: string }[];
}
interface Summary {
  readonly facts: { readonly asOf: string };
  readonly costs: readonly { readonly currency: string; readonly count: number; readonly amount: string; readonly fee: string }[];
  readonly shortfalls: readonly { readonly program: string; readonly currency: string; readonly missing: string; readonly loads: readonly { readonly by: string; readonly amount: string }[] }[];
}

/** The table and the sums; whether everything would be paid. */
function show({ verdict, summary, lines }: RehearsalText): boolean {
  const each = JSON.parse(lines) as Lines;
  const { facts, costs, shortfalls } = JSON.parse(summary) as Summary;
  say(`${'request'.padEnd(12)} ${'amount'.padStart(18)}  ${'would happen'.padEnd(18)}  ${'arrives'.padEnd(10)}  why`);
  for (const { n, v, a, c, w, e } of each.lines) say(`${n.padEnd(12)} ${`${a} ${c}`.padStart(18)}  ${(words[v] ?? v).padEnd(18)}  ${(e ?? '–').padEnd(10)}  ${w === undefined ? '' : (each.reasons[w] ?? '')}`.trimEnd());
  if (each.more) say(`… and ${each.more} more that simply go`);
  say('');
  for (const { currency, count, amount, fee } of costs) say(`${currency}: ${count} payments, ${amount}, estimated fees ${fee}`);
  for (const { program, currency, missing, loads } of shortfalls) say(`program ${program}: ${missing} ${currency} missing; load ${loads.map((load) => `${load.amount} by ${load.by}`).join(', ')}`);
  say(`${verdict} The oldest fact is from ${facts.asOf}.`);
  return each.lines.every(({ v }) => v === 'pays' || v === 'pays later');
}

async function run(of: RehearsalAsk['of'], waitS: number): Promise<void> {
  const books = openBooks();
  const key = await books.ask(of);
  for (const until = Date.now() + waitS * 1_000; Date.now() < until; await sleep(1_000)) {
    const answer = await books.read(key);
    if (!answer) continue;
    if ('failed' in answer) throw new Error(answer.failed);
    process.exitCode = show(answer.rehearsal) ? 0 : 3;
    return;
  }
  throw new Error(`Rehearse: nobody answered ${key} within ${waitS} s. Is the companion running? Its answer will be on that record in Salesforce.`);
}

try {
  const { values } = parseArgs({ options: { run: { type: 'string' }, ids: { type: 'string' }, wait: { type: 'string', default: '120' }, help: { type: 'boolean' } } });
  const waitS = Number(values.wait);
  if (values.help) say(help);
  else if ((values.run === undefined) === (values.ids === undefined) || !(waitS > 0)) throw new Error('Rehearse: name a run (--run) or requests (--ids). See --help.');
  else await run(values.run === undefined ? { requestIds: (values.ids ?? '').split(/[\s,]+/).filter(Boolean) } : { runId: values.run }, waitS);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
