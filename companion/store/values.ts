import { keepable } from '../domain/keepable.ts';

/**
 * How values travel: both engines get every parameter as PostgreSQL text and hand back PostgreSQL text,
 * so that neither driver's own ideas about arrays, dates or bytes can make them differ.
 */
export type Wire = string | null;

/** The text PostgreSQL reads for one element of an array literal. */
const element = (value: unknown): string => {
  if (Array.isArray(value)) return arrayText(value);
  const text = toWire(value);
  return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
};
const arrayText = (values: readonly unknown[]): string => `{${values.map(element).join(',')}}`;

/**
 * One query parameter as text: Date → ISO 8601, bytes → hex, array → array literal, other objects → JSON.
 * A JSON column takes `jsonOf(value)`: an array given as it is becomes an SQL array.
 */
export function toWire(value: unknown): Wire {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return arrayText(value);
  if (ArrayBuffer.isView(value)) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  if (Object.prototype.toString.call(value) === '[object Date]') return (value as Date).toISOString();
  return typeof value === 'object' ? jsonOf(value) : String(value);
}

/** JSON for a parameter whose texts may come from outside, or may have been cut anywhere. */
export const jsonOf = (value: unknown): string => JSON.stringify(value, (_name, part: unknown) => (typeof part === 'string' ? keepable(part) : part));

type Parse = (text: string) => unknown;

/** '2026-01-31 09:00:00.123456+05:30' → epoch ms; the columns hold milliseconds, further digits are cut off. */
const epochMs = (text: string): number => {
  if (text === 'infinity') return Infinity;
  if (text === '-infinity') return -Infinity;
  const [, day = '', time = '', fraction = '', zone = '+00'] = /^(\S+) ([\d:]+)(?:\.(\d+))?([+-][\d:]+)?$/.exec(text) ?? [];
  const offset = zone.length === 3 ? `${zone}:00` : zone.slice(0, 6);
  return Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
};
const bytes: Parse = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'));
const json: Parse = (text) => JSON.parse(text) as unknown;

/** One-dimensional array text; nested arrays are not used in this schema. */
const arrayOf = (parse: Parse): Parse => (text) =>
  [...text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(([, quoted, bare]) => {
    if (quoted !== undefined) return parse(quoted.replace(/\\(.)/gs, '$1'));
    return bare === 'NULL' ? null : parse(bare ?? '');
  });

const asIs: Parse = (text) => text;
/** By type OID (pg_type.dat). What is absent stays text, numeric among them: cast sums to bigint. */
export const parsers: Readonly<Record<number, Parse>> = {
  16: (text) => text === 't', 17: bytes, 20: Number, 21: Number, 23: Number, 26: Number, 114: json, 700: Number, 701: Number,
  1082: asIs, 1114: epochMs, 1184: epochMs, 1700: asIs, 3802: json,
  1000: arrayOf((text) => text === 't'), 1001: arrayOf(bytes), 1003: arrayOf(asIs), 1005: arrayOf(Number), 1007: arrayOf(Number), 1009: arrayOf(asIs),
  1015: arrayOf(asIs), 1016: arrayOf(Number), 1021: arrayOf(Number), 1022: arrayOf(Number), 1182: arrayOf(asIs), 1185: arrayOf(epochMs),
  1231: arrayOf(asIs), 2951: arrayOf(asIs), 199: arrayOf(json), 3807: arrayOf(json),
};

/** How the text of a column of this type becomes a value. */
export const parserOf = (oid: number): Parse => parsers[oid] ?? asIs;
