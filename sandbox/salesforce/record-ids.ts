import type { World } from '../kit/world.ts';
import type { Storage } from './storage.ts';

const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The 18-character form: each of the three last characters tells which of five characters are capitals, so that the id survives
 * systems that ignore case. Undefined when `id` has neither 15 characters nor 18 with the right suffix.
 */
export function fullId(id: string): string | undefined {
  if (!/^(?:[A-Za-z0-9]{15}|[A-Za-z0-9]{18})$/.test(id)) return undefined;
  const core = id.slice(0, 15);
  const full = core + suffixOf(core);
  return id.length === 15 || full.slice(15) === id.slice(15).toUpperCase() ? full : undefined;
}

function suffixOf(core: string): string {
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at += 1) if (/[A-Z]/.test(core[start + at] ?? '')) bits |= 1 << at;
    suffix += suffixLetters[bits] ?? '';
  }
  return suffix;
}

/** The `number`-th key prefix of custom objects: a00, a01 … a0Z … */
export function customKeyPrefix(letter: 'a' | 'e' | 'm', number: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return letter + (digits[Math.floor(number / 62)] ?? 'z') + (digits[number % 62] ?? 'z');
}

/** The next id of an object that no row has: a reset world counts from the start again while setup rows remain. */
export function freshId(world: World, storage: Storage, object: { readonly name: string; readonly keyPrefix: string }): string {
  const table = storage.table(object.name);
  for (;;) {
    const id = fullId(world.id(object.keyPrefix, 15)) ?? '';
    if (!table.get(id)) return id;
  }
}
