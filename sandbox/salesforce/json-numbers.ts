/** A number that JSON.stringify writes exactly so: the shape of `JSON.rawJSON`, which TypeScript does not know yet. */
export interface JsonNumber {
  readonly rawJSON: string;
}

interface WithRaw {
  rawJSON(text: string): JsonNumber;
  parse(text: string, reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown): unknown;
}

const json = JSON as unknown as WithRaw;

/** A stored amount as a JSON number with every digit: "1250.0", as Java writes doubles. */
export function jsonNumber(decimal: string): JsonNumber {
  return json.rawJSON(decimal.includes('.') ? decimal : `${decimal}.0`);
}

/** A number of the caller's JSON with the text it was written in. */
export class SpelledNumber {
  readonly value: number;
  readonly source: string;

  constructor(value: number, source: string) {
    this.value = value;
    this.source = source;
  }
}

/** Parses JSON and keeps every number as a SpelledNumber, so that no digit of an amount is lost on the way in. */
export function parseExactly(text: string): unknown {
  return json.parse(text, (_, value, { source }) => (typeof value === 'number' ? new SpelledNumber(value, source ?? String(value)) : value));
}
