import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a script of the project as a person would, with nothing of the environment but the path and what is given. */
export function startScript(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): { child: ChildProcess; firstLine: Promise<string>; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env: { PATH: process.env.PATH ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  let heard: (line: string) => void = () => undefined;
  const firstLine = new Promise<string>((resolve) => (heard = resolve));
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stdout.includes('\n')) heard(stdout.slice(0, stdout.indexOf('\n')));
  });
  child.stderr?.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => {
    heard(stdout);
    resolve({ code, stdout, stderr });
  }));
  return { child, firstLine, ended };
}
