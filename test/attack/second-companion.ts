import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCompanion, type Companion } from '../../companion/start.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { environmentBeside, localWake } from '../flows/start-beside.ts';
import type { AttackRig } from './attack-rig.ts';

/** A companion of the same name beside another, on a store and a folder of its own, which are gone when it is closed. */
export async function openSecondCompanion(first: AttackRig): Promise<Companion> {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-other-'));
  const second = await startCompanion({ ...environmentBeside(first), QUITTANCE_DATA: folder }, { config: { timing: quickTiming }, database: await openEmptyDatabase(), wake: localWake });
  const { close } = second;
  return Object.assign(second, { close: () => close().finally(() => rmSync(folder, { recursive: true, force: true })) });
}
