import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('victim-process.ts', import.meta.url));

/** What a line tells; undefined when a kill cut it off in the middle. */
function whole(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A companion in a process of its own, seen from the one that survives it. */
export interface Victim {
  /** Undefined when it died before it was up. */
  readonly url: string | undefined;
  /** Counts from here; dies at the given call, or lives. */
  count(killAt?: number): Promise<void>;
  /** What it has called since `count`. */
  calls(): Promise<readonly string[]>;
  /** The call it died at; settles when it is gone. */
  readonly gone: Promise<string | undefined>;
  isGone(): boolean;
  kill(): Promise<void>;
}

/** Starts it and waits until it is up, or dead by its own hand. @throws Error with what it said when it ended by itself. */
export async function startVictim(env: Readonly<Record<string, string>>, withinMs = 120_000): Promise<Victim> {
  const child = spawn(process.execPath, [entry], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const heard = new Map<string, (value: unknown) => void>();
  const next = (what: string): Promise<unknown> => new Promise((resolve) => heard.set(what, resolve));
  let dying: string | undefined;
  let over = false;
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, what = '', rest = 'null'] = /^VICTIM (\w+) (.*)$/.exec(line) ?? [];
    if (!what) return void (process.env.TEST_LOG && console.log(line));
    const told = whole(rest);
    if (told === undefined) return;
    if (what === 'dying') dying = String(told);
    heard.get(what)?.(told);
  });
  const gone = new Promise<string | undefined>((resolve) => child.once('close', () => {
    over = true;
    resolve(dying);
  }));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  const tooLate = setTimeout(() => child.kill('SIGKILL'), withinMs);
  const url = await Promise.race([next('ready') as Promise<string>, gone.then(() => undefined)]);
  clearTimeout(tooLate);
  if (url === undefined && dying === undefined) throw new Error(`The companion ended before it was up: ${complaint || `nothing was said within ${withinMs} ms`}`);
  const tell = (message: object): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
  return {
    url, gone, kill, isGone: () => over,
    async count(killAt) {
      const counting = next('counting');
      tell(killAt === undefined ? {} : { killAt });
      await Promise.race([counting, gone]);
    },
    async calls() {
      const calls = next('calls') as Promise<readonly string[]>;
      tell({ report: true });
      return (await Promise.race([calls, gone.then(() => undefined)])) ?? [];
    },
  };
}
