import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps files for people in a folder made when first needed; for the owner's eyes only. The newest of one name replaces the one before, whole or not at all. */
export function keepFileIn(folder: string): (name: string, text: string) => string {
  return (name, text) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return path;
  };
}
