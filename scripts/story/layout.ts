import { widthOf } from './paint.ts';

/** `left` and `right` say which side a column keeps to; the last `left` column may be cut or wrapped. */
type Side = 'left' | 'right';

const gap = '  ';
const padded = (text: string, width: number, side: Side): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'left' ? text + space : space + text;
};

/** Rows in columns just as wide as their widest cell. */
export function columns(rows: readonly (readonly string[])[], sides: readonly Side[], indent = '  '): string[] {
  const widths = sides.map((_, at) => Math.max(0, ...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row) => `${indent}${row.map((cell, at) => padded(cell, widths[at] ?? 0, sides[at] ?? 'left')).join(gap)}`.trimEnd());
}

/** Text broken between words to fit; every line begins with `indent`. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && widthOf(indent) + widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(indent + line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, indent + line];
}

/** A filled bar of exactly `width` columns. */
export function bar(done: number, all: number, width: number): { full: string; rest: string } {
  const filled = all === 0 ? 0 : Math.floor((done / all) * width);
  return { full: '█'.repeat(filled), rest: '░'.repeat(width - filled) };
}
