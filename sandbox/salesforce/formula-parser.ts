import { FormulaError } from './formula-error.ts';
import { parseDecimal } from './formula-decimal.ts';
import type { Decimal } from './formula-decimal.ts';
import { formulaTokens } from './formula-tokens.ts';
import type { FormulaToken } from './formula-tokens.ts';

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '&' | '=' | '<>' | '<' | '>' | '<=' | '>=' | '&&' | '||';

export type FormulaNode =
  | { readonly kind: 'literal'; readonly value: Decimal | string | boolean | null }
  | { readonly kind: 'reference'; readonly path: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly FormulaNode[] }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: FormulaNode; readonly right: FormulaNode }
  | { readonly kind: 'negate' | 'not'; readonly operand: FormulaNode };

/** Loosest first; operators of one row bind from the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['=', '==', '<>', '!=', '<', '>', '<=', '>='],
  ['&'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];
const SAME: Readonly<Record<string, string>> = { '==': '=', '!=': '<>' };
const WORDS: Readonly<Record<string, boolean | null>> = { TRUE: true, FALSE: false, NULL: null };

class Parser {
  readonly #source: string;
  readonly #tokens: readonly FormulaToken[];
  #next = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = formulaTokens(source);
  }

  whole(): FormulaNode {
    const node = this.#level(0);
    if (this.#token().kind !== 'end') throw this.#unexpected('an operator or the end');
    return node;
  }

  #token(): FormulaToken {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: this.#source.length };
  }

  #take(text: string): boolean {
    const token = this.#token();
    if (token.kind !== 'operator' || token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #unexpected(expected: string): FormulaError {
    const token = this.#token();
    const found = token.kind === 'end' ? 'the end' : `"${token.text}"`;
    return new FormulaError('syntax', `expected ${expected} but found ${found} at character ${String(token.at + 1)} of "${this.#source}". Correct the formula.`);
  }

  #level(depth: number): FormulaNode {
    const operators = LEVELS[depth];
    if (!operators) return this.#unary();
    let left = this.#level(depth + 1);
    for (let token = this.#token(); token.kind === 'operator' && operators.includes(token.text); token = this.#token()) {
      this.#next += 1;
      const operator = (SAME[token.text] ?? token.text) as BinaryOperator;
      left = { kind: 'binary', operator, left, right: this.#level(depth + 1) };
    }
    return left;
  }

  #unary(): FormulaNode {
    if (this.#take('-')) return { kind: 'negate', operand: this.#unary() };
    if (this.#take('+')) return this.#unary();
    if (this.#take('!')) return { kind: 'not', operand: this.#unary() };
    return this.#primary();
  }

  #primary(): FormulaNode {
    const token = this.#token();
    if (this.#take('(')) {
      const inner = this.#level(0);
      if (!this.#take(')')) throw this.#unexpected('")"');
      return inner;
    }
    if (token.kind === 'operator' || token.kind === 'end') throw this.#unexpected('a value');
    this.#next += 1;
    if (token.kind === 'text') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: parseDecimal(token.text) ?? null };
    return this.#take('(') ? { kind: 'call', name: token.text.toUpperCase(), args: this.#args() } : nameNode(token.text);
  }

  #args(): FormulaNode[] {
    if (this.#take(')')) return [];
    const args = [this.#level(0)];
    while (this.#take(',')) args.push(this.#level(0));
    if (!this.#take(')')) throw this.#unexpected('"," or ")"');
    return args;
  }
}

function nameNode(text: string): FormulaNode {
  const word = WORDS[text.toUpperCase()];
  return word === undefined ? { kind: 'reference', path: text.split('.') } : { kind: 'literal', value: word };
}

/** Every rule is read for every record: a package's few hundred texts are parsed once. */
const parsed = new Map<string, FormulaNode>();

/** Reads a formula into its tree. Throws `FormulaError` (`syntax`) that names the place. */
export function parseFormula(source: string): FormulaNode {
  const known = parsed.get(source);
  if (known) return known;
  const tree = new Parser(source).whole();
  parsed.set(source, tree);
  return tree;
}
