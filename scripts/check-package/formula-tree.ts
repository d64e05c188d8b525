import { FormulaProblem, tokensOf } from './formula-tokens.ts';
import type { Token } from './formula-tokens.ts';

/** A formula, read. `at` is the position in its text. */
export type Formula =
  | { readonly kind: 'number' | 'text' | 'reference'; readonly value: string; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly inputs: readonly Formula[]; readonly at: number }
  | { readonly kind: 'operation'; readonly name: string; readonly inputs: readonly Formula[]; readonly at: number };

/** From loosest to tightest, as Salesforce binds them. */
const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['=', '==', '<>', '!='], ['<', '>', '<=', '>='], ['&', '+', '-'], ['*', '/'], ['^']];

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  get #here(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', value: 'the end', at: 0 };
  }

  #take(): Token {
    const token = this.#here;
    this.#next += 1;
    return token;
  }

  #expect(value: string): void {
    const token = this.#take();
    if (token.value !== value) throw new FormulaProblem(token.at, `expected ${value} and found ${token.value}`);
  }

  whole(): Formula {
    const formula = this.#level(0);
    if (this.#here.kind !== 'end') throw new FormulaProblem(this.#here.at, `nothing can follow here, but there is ${this.#here.value}`);
    return formula;
  }

  #level(depth: number): Formula {
    const operators = levels[depth];
    if (!operators) return this.#sign();
    let left = this.#level(depth + 1);
    while (this.#here.kind === 'symbol' && operators.includes(this.#here.value)) {
      const { value, at } = this.#take();
      left = { kind: 'operation', name: value, inputs: [left, this.#level(depth + 1)], at };
    }
    return left;
  }

  #sign(): Formula {
    const { kind, value, at } = this.#here;
    if (kind !== 'symbol' || !['-', '+', '!'].includes(value)) return this.#leaf();
    this.#take();
    return { kind: 'operation', name: value, inputs: [this.#sign()], at };
  }

  #leaf(): Formula {
    const { kind, value, at } = this.#take();
    if (kind === 'number') return { kind, value, at };
    if (kind === 'text') return { kind, value: value.slice(1, -1).replace(/\\(.)/g, '$1'), at };
    if (kind === 'name') return this.#here.value === '(' && /^[A-Za-z]+$/.test(value) ? this.#call(value.toUpperCase(), at) : { kind: 'reference', value: value.replace(/^\{!|\}$/g, ''), at };
    if (value !== '(') throw new FormulaProblem(at, `expected a value and found ${value}`);
    const inside = this.#level(0);
    this.#expect(')');
    return inside;
  }

  #call(name: string, at: number): Formula {
    this.#expect('(');
    const inputs: Formula[] = [];
    while (this.#here.value !== ')') {
      inputs.push(this.#level(0));
      if (this.#here.value === ')') break;
      this.#expect(',');
      if (this.#here.value === ')') throw new FormulaProblem(this.#here.at, 'expected a value after the comma');
    }
    this.#expect(')');
    return { kind: 'call', name, inputs, at };
  }
}

/** Formulas seldom change between two readings of a package: each is read once. */
const trees = new Map<string, Formula>();

/** Reads a formula. Throws a FormulaProblem where it can't be read. */
export function formulaTree(source: string): Formula {
  const tree = trees.get(source) ?? new Reader(source).whole();
  trees.set(source, tree);
  return tree;
}
