const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Mulberry32: small, fast, the same numbers for the same seed on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Ids that count up per prefix from a start that depends on the seed. They sort in the order they were made, as many providers' do.
 * `length` is the whole length, prefix included.
 */
export function seededIds(seed: number): (prefix: string, length: number) => string {
  const next = new Map<string, number>();
  return (prefix, length) => {
    const room = length - prefix.length;
    if (room < 1) throw new Error(`Sandbox kit: an id of length ${length} leaves no room after the prefix "${prefix}". Ask for a longer one.`);
    const start = room > 4 ? Math.floor(seededRandom(seed)() * 62 ** 3) : 0;
    let number = next.get(prefix) ?? start + 1;
    next.set(prefix, number + 1);
    let digits = '';
    for (; number > 0; number = Math.floor(number / letters.length)) digits = `${letters[number % letters.length] ?? ''}${digits}`;
    if (digits.length > room) throw new Error(`Sandbox kit: the ids "${prefix}…" of length ${length} are used up. Ask for longer ones.`);
    return prefix + digits.padStart(room, '0');
  };
}
