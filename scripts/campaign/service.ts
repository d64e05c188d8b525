import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const entry = fileURLToPath(new URL('../../companion/main.ts', import.meta.url));

/** The companion as it is run in earnest: `companion/main.ts` in a process of its own, with the waits of its configuration. */
export interface Service {
  readonly url: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** With -9. */
  kill(): Promise<void>;
}

/** Starts it and waits until its door is open; the books may not have answered then. @throws Error with what it said when it ended by itself */
export async function startService(env: Readonly<Record<string, string>>, withinMs = 60_000): Promise<Service> {
  const startedAt = Date.now();
  const port = await freePort();
  // Away from a .env of whoever runs this.
  const child = spawn(process.execPath, [entry], { cwd: tmpdir(), env: { ...process.env, ...env, QUITTANCE_PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  let over = false;
  child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
  const gone = new Promise<void>((resolve) => child.once('close', () => {
    over = true;
    resolve();
  }));
  const url = `http://127.0.0.1:${port}`;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  for (;;) {
    if (over) throw new Error(`The companion ended before its door was open: ${complaint}`);
    if (await fetch(`${url}/healthz`).then((response) => response.ok, () => false)) return { url, startedAt, kill };
    if (Date.now() > startedAt + withinMs) {
      await kill();
      throw new Error(`The companion did not open its door within ${withinMs} ms. ${complaint}`);
    }
    await pause(25);
  }
}
