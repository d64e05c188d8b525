import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Timing } from '../../companion/domain/timing.ts';
import { startCompanion, type Companion, type Given } from '../../companion/start.ts';
import { fastTiming, type Outside } from './story.ts';

/** Companions on folders of their own beside one outside world, with quick waits. */
export interface Companions {
  /** An empty folder for a store. */
  folder(): string;
  copy(folder: string): string;
  start(dataDir: string, more?: { readonly env?: Record<string, string>; readonly timing?: Partial<Timing>; readonly given?: Given }): Promise<Companion>;
  stop(companion: Companion): Promise<void>;
  /** Stops all and removes the folders. */
  end(): Promise<void>;
}

export function companionsOf(outside: Outside): Companions {
  const running = new Set<Companion>();
  const folders: string[] = [];
  const folder = (): string => {
    folders.push(mkdtempSync(join(tmpdir(), 'quittance-')));
    return folders.at(-1) ?? '';
  };
  const stop = async (companion: Companion): Promise<void> => {
    running.delete(companion);
    await companion.close();
  };
  return {
    folder, stop,
    copy(from) {
      const to = folder();
      cpSync(from, to, { recursive: true });
      return to;
    },
    async start(dataDir, { env = {}, timing = {}, given = {} } = {}) {
      const all = { ...outside.companionEnv(outside.urls), QUITTANCE_PORT: '0', QUITTANCE_LOG: process.env.TEST_LOG ?? 'silent', QUITTANCE_CALLS_PER_SECOND: '500', QUITTANCE_DATA: dataDir, ...env };
      const companion = await startCompanion(all, { ...given, config: { timing: { ...fastTiming, ...timing } } });
      running.add(companion);
      outside.payoneer.webhooks.target = `${companion.url}/webhooks/payoneer`;
      return companion;
    },
    async end() {
      for (const companion of [...running]) await stop(companion);
      for (const each of folders) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** Waits until something is so; the last failure is the one reported. */
export async function eventually(check: () => void | Promise<void>, withinMs = 15_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 40));
    }
  }
}
