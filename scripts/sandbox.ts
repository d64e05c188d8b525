import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { programs } from './month-end.ts';
import { serveOutsideWorld } from './outside-world.ts';

const usage = `Quittance sandbox: a Salesforce org with the package and a Payoneer, on this machine, for any client.

  npm run sandbox                starts both; the first line of stdout is one JSON object: addresses,
                                 users, client id, the file of the private key, programs, webhook secret
  npm run sandbox -- --help      this text

  SANDBOX_SALESFORCE_PORT, SANDBOX_PAYONEER_PORT, SANDBOX_PUBSUB_PORT
                                 ports on 127.0.0.1; 0 or unset: any free one
  SANDBOX_SEED                   a whole number: the same ids and the same luck each time; default 1
  SANDBOX_NAMESPACE              the package's namespace, as in a subscriber org; default none
  SANDBOX_DATA                   where the private key is written; default data/sandbox
  SANDBOX_WEBHOOK_TARGET         where Payoneer's notices go, like http://127.0.0.1:8080/webhooks/payoneer

Everything is in memory and gone at the end. Ctrl-C ends it.
`;

type Environment = Readonly<Record<string, string | undefined>>;

/** A whole number from the environment. Throws in words. */
function whole(env: Environment, name: string, fallback: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > most) throw new Error(`Sandbox: ${name} is "${text}". Give a whole number from 0 to ${most}, or leave it unset.`);
  return number;
}

function inWords(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new Error('Sandbox: a port is taken already. Choose another SANDBOX_..._PORT, or 0 for any free one.');
  if (code === 'EACCES') return new Error('Sandbox: this port may not be opened. Choose one above 1023, or 0 for any free one.');
  return error instanceof Error ? error : new Error(String(error));
}

/** Opens both stand-ins and writes the key a client signs in with. Returns what the first line says, and how to close. */
async function openSandbox(env: Environment) {
  const port = (name: string): number => whole(env, name, 0, 65_535);
  const namespace = env.SANDBOX_NAMESPACE || null;
  const seed = whole(env, 'SANDBOX_SEED', 1, 2 ** 31 - 1);
  const outside = await serveOutsideWorld({
    programs, namespace, seed, salesforcePort: port('SANDBOX_SALESFORCE_PORT'), payoneerPort: port('SANDBOX_PAYONEER_PORT'), pubsubPort: port('SANDBOX_PUBSUB_PORT'),
    ...(env.SANDBOX_WEBHOOK_TARGET ? { webhookTarget: env.SANDBOX_WEBHOOK_TARGET } : {}),
  });
  const folder = resolve(env.SANDBOX_DATA || 'data/sandbox');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const privateKeyFile = join(folder, 'salesforce-client.key');
  writeFileSync(privateKeyFile, outside.keys.privateKey, { mode: 0o600 });
  // The mode above is for a new file only.
  chmodSync(privateKeyFile, 0o600);
  const { people, urls, payoneer, clientId, integrationUser } = outside;
  const told = {
    salesforce: {
      url: urls.salesforce, clientId, username: integrationUser, privateKeyFile, namespace,
      usernames: { admin: people.admin.username, finance: people.finance.username, approver: people.approver.username, secondApprover: people.secondApprover.username, integration: people.integration.username },
    },
    pubsub: { endpoint: urls.pubsub, certificateFile: urls.pubsubCaFile },
    payoneer: {
      url: urls.payoneer, clientId: 'sandbox-client', clientSecret: 'sandbox-secret', webhookSecret: payoneer.webhooks.secret, webhookTarget: payoneer.webhooks.target ?? null,
      programs: programs.map(({ program, currency }) => ({ program, currency })),
    },
    seed,
  };
  return { told, close: outside.close };
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(usage);
  const [unknown] = process.argv.slice(2);
  if (unknown !== undefined) throw new Error(`Sandbox: "${unknown}" is not an option. Everything is set by SANDBOX_… variables; see --help.`);
  const { told, close } = await openSandbox(process.env);
  process.stdout.write(`${JSON.stringify(told)}\n`);
  process.stderr.write(`Sandbox: Salesforce ${told.salesforce.url}, Payoneer ${told.payoneer.url}. Ctrl-C ends it.\n`);
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      void close().then(() => process.exit(0));
    });
}

main().catch((error: unknown) => {
  process.stderr.write(`${inWords(error).message}\n`);
  process.exit(1);
});
