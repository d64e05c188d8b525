import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Timing } from '../../companion/domain/timing.ts';
import type { Companion, Given } from '../../companion/start.ts';
import { eventually as flowsEventually } from '../flows/eventually.ts';
import { startBeside } from '../flows/start-beside.ts';
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
      const companion = await startBeside(outside, { QUITTANCE_DATA: dataDir, ...env }, { ...given, config: { timing: { ...fastTiming, ...timing } } });
      running.add(companion);
      return companion;
    },
    async end() {
      for (const companion of [...running]) await stop(companion);
      for (const each of folders) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** As in the flows, with more patience: here stores of several kinds are opened and whole companions recover meanwhile. */
export const eventually: typeof flowsEventually = (check, withinMs = 15_000) => flowsEventually(check, withinMs);
