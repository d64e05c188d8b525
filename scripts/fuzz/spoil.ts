import type { Chance } from '../simulate/chance.ts';

/** What breaks parsers, quotes, paths, encodings and stores. */
const oddities: readonly [string, ...string[]] = [
  "'", '"', '\\', '`', '\u0000', '\n', '\r\n', '\t', '\b', '\f', '\u2028', '\u202e', '\ufeff', '\ud83d', '\udcb6', '💶', 'é', 'e\u0301', '٣', 'İ', 'ß', '%', '%00', '%0a', '%E0%A4%A', '%2e%2e%2f', '+', '&', '=', '?', '#', '/', '../', './', ';', ':', ',',
  '{', '}', '[', ']', '(', ')', '<script>', '__proto__', 'constructor', 'null', '-0', '1e999', '1E-400', '0x10', "' OR Name != '", "') OR (Id != null) OR Name IN ('", "\\' OR Id != \\'", ' LIMIT 0', '--', '/*', '*/', '_', '%_', '${x}', '{{7*7}}', '\\u0000', '\\ud83d',
];

/** One of them, sometimes many times. */
function oddity(chance: Chance): string {
  const one = chance.pick(oddities);
  return chance.happens(0.02) ? one.repeat(chance.whole(100, 3_000)) : one;
}

/** A text changed in one to four places: something put in, left out, doubled, cut off, turned round or written in the other case. */
export function spoiledText(chance: Chance, text: string): string {
  let spoiled = text;
  for (let times = chance.whole(1, 4); times > 0; times--) {
    const [from, length] = [chance.whole(0, spoiled.length), chance.whole(1, 12)];
    const [before, part, after] = [spoiled.slice(0, from), spoiled.slice(from, from + length), spoiled.slice(from + length)];
    const ways: readonly [() => string, ...(() => string)[]] = [
      () => before + oddity(chance) + part + after, () => before + oddity(chance) + part + after, () => before + oddity(chance) + after, () => before + after, () => before + part + part + after, () => before,
      () => before + [...part].reverse().join('') + after, () => before + (part === part.toLowerCase() ? part.toUpperCase() : part.toLowerCase()) + after,
      () => before + String.fromCharCode(chance.whole(0, 0xffff)) + after,
    ];
    spoiled = chance.pick(ways)();
  }
  return spoiled;
}

/** Bytes changed in one to four places: a bit flipped, some left out, put in or doubled, the end cut off. */
export function spoiledBytes(chance: Chance, bytes: Uint8Array): Uint8Array {
  let spoiled = Buffer.from(bytes);
  for (let times = chance.whole(1, 4); times > 0; times--) {
    const at = chance.whole(0, Math.max(0, spoiled.length - 1));
    const length = chance.whole(1, 16);
    const [before, part, after] = [spoiled.subarray(0, at), spoiled.subarray(at, at + length), spoiled.subarray(at + length)];
    const noise = Buffer.from(Array.from({ length }, () => chance.whole(0, 255)));
    const flipped = Buffer.from(spoiled);
    if (flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << chance.whole(0, 7));
    spoiled = chance.pick<Buffer<ArrayBuffer>>([flipped, flipped, Buffer.concat([before, after]), Buffer.concat([before, noise, part, after]), Buffer.concat([before, part, part, after]), Buffer.from(before)]);
  }
  return new Uint8Array(spoiled);
}
