import { parseArgs } from 'node:util';
import { backlog } from './campaign/backlog.ts';
import { kill } from './campaign/kill.ts';
import { networkCut } from './campaign/network-cut.ts';
import { postgresRestart } from './campaign/postgres-restart.ts';
import { powerLoss } from './campaign/power-loss.ts';
import { twoInstances } from './campaign/two-instances.ts';
import { webhooks } from './campaign/webhooks.ts';
import type { Engine } from './campaign/figures.ts';
import type { Campaign } from './campaign/rounds.ts';
import { runCampaign, tableOf } from './campaign/run-campaign.ts';

const campaigns: readonly Campaign[] = [kill, twoInstances, powerLoss, postgresRestart, networkCut, backlog, webhooks];

const usage = `Hurts real companion processes over real HTTP, again and again, and then asks three witnesses: the provider's record, Salesforce and the ledger.

  npm run campaign -- NAME [--engine pglite|postgres] [--rounds N] [--minutes N] [--out FILE]

${campaigns.map(({ name, about, engines, rounds, round }) => `  ${name.padEnd(18)} ${about}.\n${' '.repeat(21)}${engines.join(', ')}; ${rounds} × ${round} unless told otherwise.`).join('\n')}

  --out FILE    keeps the figures as JSON after every round; what was killed before the witnesses were asked says that it is not judged
  --help        this text
  --minutes N   plays no further round after so long, and judges what was played

Ends with 1 when anybody was paid twice, an acknowledged letter was lost, a request came to no end, or the witnesses differ. PostgreSQL is a server of its
own, started here, or the one of DATABASE_URL (not for postgres-restart, which kills it). Waits are shorter than in production (scripts/campaign/story.ts), and Salesforce and the provider are the
stand-ins of this repository: the figures are true of the companion, its store and its sockets, not of the services.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { engine: { type: 'string' }, rounds: { type: 'string' }, minutes: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', default: false } } });
  const campaign = campaigns.find(({ name }) => name === positionals[0]);
  if (values.help || positionals.length === 0) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  if (!campaign) throw new Error(`there is no campaign "${positionals.join(' ')}". There are ${campaigns.map(({ name }) => name).join(', ')}.`);
  const engine = (values.engine ?? campaign.engines[0]) as Engine;
  if (!campaign.engines.includes(engine)) throw new Error(`"${campaign.name}" runs on ${campaign.engines.join(' or ')}, not on "${engine}".`);
  for (const name of ['rounds', 'minutes'] as const) if (values[name] !== undefined && !/^[1-9]\d{0,5}$/.test(values[name])) throw new Error(`--${name} is "${values[name]}". Give a whole number from 1.`);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const result = await runCampaign({ campaign, engine, ...(values.minutes === undefined ? {} : { stop: AbortSignal.timeout(Number(values.minutes) * 60_000) }), rounds: Number(values.rounds ?? campaign.rounds), say, ...(values.out === undefined ? {} : { out: values.out }) });
  say(`\n${tableOf(result)}`);
  return result.wrong.length || result.paidTwice || result.lost || result.stuck ? 1 : 0;
}

main().then((code) => process.exit(code), (error: unknown) => {
  process.stderr.write(`Campaign: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
