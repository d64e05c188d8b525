import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzQueries } from './fuzz/queries.ts';
import { fuzzSignatures } from './fuzz/signatures.ts';
import type { Round, Wish } from './fuzz/tally.ts';
import { fuzzWebhooks } from './fuzz/webhooks.ts';
import { commitOf } from './proof/source-state.ts';

const usage = `Throws spoiled input at what reads input from outside, and counts the answers.

  npm run fuzz                                everything, 100000 inputs each, about two minutes
  npm run fuzz -- --target webhooks           one of webhooks, signatures, queries
  npm run fuzz -- --seed N --inputs N         other inputs, more or fewer (seed 1, 100000 inputs)
  npm run fuzz -- --out docs/proof/fuzz.json  the result of all three as a file: answers, seconds, commit

webhooks    the real intake, one in 25 over a socket: bytes flipped, bodies cut, nested, huge, headers twice, queries of every form
signatures  every way a sender proves itself, with signatures, addresses and secrets that are nearly right
queries     SOQL queries (scripts/fuzz/query-builders.ts), addresses and a body that are built of texts from outside, read again by a parser of others

Ends with 1 when anything crashed, answered 5xx, was believed without proof, or was more than the one text it should be.
`;

const targets: Readonly<Record<string, (wish: Wish) => Promise<Round>>> = { webhooks: fuzzWebhooks, signatures: fuzzSignatures, queries: fuzzQueries };
const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Wishes {
  readonly seed: number;
  readonly inputs: number;
  readonly named: readonly string[];
  readonly out: string | undefined;
  readonly help: boolean;
}

/** What the person who started it wants. Throws in words. */
function wishes(): Wishes {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, inputs: { type: 'string', default: '100000' }, target: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', default: false } } });
  const whole = (name: 'seed' | 'inputs'): number => {
    if (!/^[1-9]\d{0,8}$/.test(values[name])) throw new Error(`--${name} is "${values[name]}". Give a whole number from 1.`);
    return Number(values[name]);
  };
  if (values.target !== undefined && !Object.hasOwn(targets, values.target)) throw new Error(`--target is "${values.target}". Give one of ${Object.keys(targets).join(', ')}.`);
  if (values.target !== undefined && values.out !== undefined) throw new Error('--out keeps the figures of all three. Leave --target or --out away.');
  return { seed: whole('seed'), inputs: whole('inputs'), named: values.target === undefined ? Object.keys(targets) : [values.target], out: values.out, help: values.help };
}

/** On a terminal a bar that is drawn anew; nothing elsewhere. */
function bar(target: string, inputs: number, done: number): void {
  if (!process.stderr.isTTY) return;
  const full = Math.round((done / inputs) * 30);
  process.stderr.write(`\r\u001b[2K${target.padEnd(11)}[${'#'.repeat(full)}${'-'.repeat(30 - full)}] ${Math.floor((done / inputs) * 100)} %${done === inputs ? '\n' : ''}`);
}

function sayRound({ target, inputs, answers, broken, firstBroken, grewMb, seconds }: Round): void {
  say(`\n${target}: ${inputs} inputs in ${seconds} s, ${broken} broke a rule, ${grewMb} MB more held at the end`);
  for (const [answer, count] of Object.entries(answers)) say(`  ${String(count).padStart(7)}  ${answer}`);
  for (const words of firstBroken) say(`  ✗ ${words}`);
}

async function main(): Promise<number> {
  const { seed, inputs, named, out, help } = wishes();
  if (help) return say(usage), 0;
  let unheard = 0;
  process.on('unhandledRejection', (error) => {
    unheard += 1;
    say(`  ✗ nobody waited for ${String(error)}`);
  });
  const rounds: Round[] = [];
  for (const name of named) {
    const round = await targets[name]?.({ seed, inputs, progress: (done) => bar(name, inputs, done) });
    if (round) rounds.push(round);
    if (round) sayRound(round);
  }
  if (out !== undefined) {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify({ commit: commitOf(), node: process.version, unhandledRejections: unheard, rounds }, null, 2)}\n`);
  }
  return unheard || rounds.some(({ broken }) => broken) ? 1 : 0;
}

main().then((code) => process.exit(code), (error: unknown) => {
  process.stderr.write(`Fuzz: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
