import { FormulaError } from './formula-error.ts';

export interface FormulaToken {
  readonly kind: 'number' | 'text' | 'name' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
}

const SPACE = /(?:\s|\/\*[\s\S]*?\*\/)+/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** A merge field of a flow (`{!$Record.Name}`) reads the same as the bare name. */
const MERGE = /\{!\s*([$\w.:]+)\s*\}/y;
const NAME = /[$A-Za-z_][\w$]*(?:\s*\.\s*[$A-Za-z_][\w$]*)*/y;
const OPERATOR = /<>|<=|>=|!=|==|&&|\|\||[-+*/^&=<>(),!]/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function readText(source: string, at: number): { text: string; next: number } {
  const quote = source[at];
  let text = '';
  for (let i = at + 1; i < source.length; i += 1) {
    const char = source[i] ?? '';
    if (char === quote) return { text, next: i + 1 };
    if (char === '\\') {
      i += 1;
      const escaped = source[i] ?? '';
      text += ESCAPES[escaped] ?? escaped;
    } else text += char;
  }
  throw new FormulaError('syntax', `the text that starts at character ${String(at + 1)} has no closing quote. Close it.`);
}

function readToken(source: string, at: number): { token: FormulaToken; next: number } {
  const char = source[at] ?? '';
  if (char === '"' || char === "'") {
    const { text, next } = readText(source, at);
    return { token: { kind: 'text', text, at }, next };
  }
  const merge = match(MERGE, source, at);
  if (merge) return { token: { kind: 'name', text: merge[1] ?? '', at }, next: at + merge[0].length };
  const patterns = [['number', NUMBER], ['name', NAME], ['operator', OPERATOR]] as const;
  for (const [kind, pattern] of patterns) {
    const found = match(pattern, source, at);
    if (found) return { token: { kind, text: kind === 'name' ? found[0].replace(/\s+/g, '') : found[0], at }, next: at + found[0].length };
  }
  throw new FormulaError('syntax', `unexpected character "${char}" at ${String(at + 1)} in "${source}". Remove it.`);
}

/** Cuts a formula into tokens; comments and blanks fall away, a last token of kind `end` closes the list. */
export function formulaTokens(source: string): FormulaToken[] {
  const tokens: FormulaToken[] = [];
  let at = 0;
  while (at < source.length) {
    const space = match(SPACE, source, at);
    if (space) {
      at += space[0].length;
      continue;
    }
    const { token, next } = readToken(source, at);
    tokens.push(token);
    at = next;
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}
