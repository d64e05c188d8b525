import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { Problem } from './domain/problem.ts';
import { drawFirstLoad } from './first-load-bar.ts';
import { startCompanion } from './start.ts';

const usage = `Quittance companion: pays what was approved in the books, once, and writes back what came of it.

  npm run companion            starts the service, configured by .env (see config/.env.example)
  npm run companion -- --help  this text

Answers on QUITTANCE_PORT: /healthz  /readyz  /metrics  /webhooks/<connection id>/<event>
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(usage);
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24) throw new Problem('invalid', `Companion: Node ${process.versions.node} is too old. Use a Node 24 image, or start it with "npm run companion".`);
  if (existsSync('.env')) loadEnvFile('.env');
  const companion = await startCompanion(process.env);
  process.stdout.write(`Quittance listens on ${companion.url}\n`);
  if (process.stderr.isTTY) void drawFirstLoad(companion.assembly, process.stderr).catch(() => undefined);
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      void companion.close().then(() => process.exit(0));
    });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Problem ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
