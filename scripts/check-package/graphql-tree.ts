/** Where a query can't be read. */
export class QueryProblem extends Error {
  /** Position in the query's text. */
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** A value in the arguments: an object or list of named values, a variable, or a plain word. */
export type QueryValue =
  | { readonly kind: 'object'; readonly entries: readonly Argument[]; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly QueryValue[]; readonly at: number }
  | { readonly kind: 'variable' | 'text' | 'word' | 'number'; readonly value: string; readonly at: number };

export interface Argument { readonly name: string; readonly value: QueryValue; readonly at: number }

export interface Selection {
  readonly alias?: string;
  readonly name: string;
  readonly at: number;
  readonly inputs: readonly Argument[];
  readonly inside: readonly Selection[];
}

export interface Query {
  readonly variables: ReadonlyMap<string, { readonly type: string; readonly at: number }>;
  readonly inside: readonly Selection[];
}

interface Token { readonly value: string; readonly at: number }

const tokenShape = /\s+|,|#[^\n]*|("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|\$?[A-Za-z_]\w*|[{}()[\]:!=@])|(\S)/g;

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;
  readonly #end: number;

  constructor(source: string) {
    this.#end = source.length;
    this.#tokens = [...source.matchAll(tokenShape)].flatMap(({ 1: value, 2: stray, index }) => {
      if (stray !== undefined) throw new QueryProblem(index, `the character ${stray} belongs nowhere`);
      return value === undefined ? [] : [{ value, at: index }];
    });
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { value: 'the end', at: this.#end };
  }

  #take(expected?: string): Token {
    const token = this.#peek();
    if (expected !== undefined && token.value !== expected) throw new QueryProblem(token.at, `expected ${expected} and found ${token.value}`);
    this.#next += 1;
    return token;
  }

  #word(): Token {
    const token = this.#take();
    if (!/^[A-Za-z_]\w*$/.test(token.value)) throw new QueryProblem(token.at, `expected a name and found ${token.value}`);
    return token;
  }

  query(): Query {
    const variables = new Map<string, { type: string; at: number }>();
    this.#take('query');
    if (this.#peek().value !== '(' && this.#peek().value !== '{') this.#word();
    if (this.#peek().value === '(') this.#variables(variables);
    const inside = this.#selections();
    if (this.#peek().value !== 'the end') throw new QueryProblem(this.#peek().at, `nothing can follow here, but there is ${this.#peek().value}`);
    return { variables, inside };
  }

  #variables(variables: Map<string, { type: string; at: number }>): void {
    this.#take('(');
    while (this.#peek().value !== ')') {
      const { value, at } = this.#take();
      this.#take(':');
      let type = '';
      while (!/^(\$|\)$)/.test(this.#peek().value) && this.#peek().value !== 'the end') type += this.#take().value;
      variables.set(value, { type, at });
    }
    this.#take(')');
  }

  #selections(): readonly Selection[] {
    this.#take('{');
    const selections: Selection[] = [];
    while (this.#peek().value !== '}') selections.push(this.#selection());
    this.#take('}');
    return selections;
  }

  #selection(): Selection {
    const first = this.#word();
    const isAlias = this.#peek().value === ':';
    if (isAlias) this.#take();
    const { value: name, at } = isAlias ? this.#word() : first;
    const inputs = this.#peek().value === '(' ? this.#arguments('(', ')') : [];
    if (this.#peek().value === '@') {
      this.#take();
      this.#word();
      if (this.#peek().value === '(') this.#arguments('(', ')');
    }
    const inside = this.#peek().value === '{' ? this.#selections() : [];
    return { ...(isAlias ? { alias: first.value } : {}), name, at, inputs, inside };
  }

  #arguments(open: string, close: string): readonly Argument[] {
    this.#take(open);
    const entries: Argument[] = [];
    while (this.#peek().value !== close) {
      const { value: name, at } = this.#word();
      this.#take(':');
      entries.push({ name, value: this.#value(), at });
    }
    this.#take(close);
    return entries;
  }

  #value(): QueryValue {
    const { value, at } = this.#peek();
    if (value === '{') return { kind: 'object', entries: this.#arguments('{', '}'), at };
    if (value === '[') {
      this.#take();
      const items: QueryValue[] = [];
      while (this.#peek().value !== ']') items.push(this.#value());
      this.#take(']');
      return { kind: 'list', items, at };
    }
    this.#take();
    if (value.startsWith('$')) return { kind: 'variable', value, at };
    if (value.startsWith('"')) return { kind: 'text', value: value.slice(1, -1), at };
    if (/^-?\d/.test(value)) return { kind: 'number', value, at };
    if (!/^\w+$/.test(value)) throw new QueryProblem(at, `expected a value and found ${value}`);
    return { kind: 'word', value, at };
  }
}

/** Reads one GraphQL query. Throws a QueryProblem where it can't be read. */
export const queryTree = (source: string): Query => new Reader(source).query();
