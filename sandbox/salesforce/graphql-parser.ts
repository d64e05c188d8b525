import type { DirectiveNode, DocumentNode, FieldNode, FragmentNode, OperationNode, SelectionNode, ValueNode, VariableNode } from './graphql-document.ts';
import { GraphqlFault } from './graphql-fault.ts';
import { type Token, tokensOf } from './graphql-tokens.ts';
import { SpelledNumber } from './json-numbers.ts';

/** Reads an executable document: operations and fragments. Throws InvalidSyntax. */
export function parseGraphql(text: string): DocumentNode {
  return new Parser(tokensOf(text)).document();
}

/** Deeper nesting is refused before it can exhaust the stack. */
const deepest = 200;

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  document(): DocumentNode {
    const operations: OperationNode[] = [];
    const fragments = new Map<string, FragmentNode>();
    while (this.#token().kind !== 'end') {
      if (this.#token().text === 'fragment' && this.#token().kind === 'name') {
        const fragment = this.#fragment();
        fragments.set(fragment.name, fragment);
      } else operations.push(this.#operation());
    }
    if (operations.length === 0) throw this.#unexpected();
    return { operations, fragments };
  }

  #operation(): OperationNode {
    const { at, text, kind } = this.#token();
    if (kind === 'mark' && text === '{') return { operation: 'query', name: undefined, variables: [], selections: this.#selections(), at };
    if (kind !== 'name' || (text !== 'query' && text !== 'mutation' && text !== 'subscription')) throw this.#unexpected();
    this.#at += 1;
    const name = this.#token().kind === 'name' ? this.#name() : undefined;
    const variables = this.#take('(') ? this.#until(')', () => this.#variable()) : [];
    this.#directives();
    return { operation: text, name, variables, selections: this.#selections(), at };
  }

  #variable(): VariableNode {
    const { at } = this.#token();
    this.#expect('$');
    const name = this.#name();
    this.#expect(':');
    const required = this.#type();
    const initial = this.#take('=') ? this.#value() : undefined;
    this.#directives();
    return { name, required, initial, at };
  }

  /** The type's name is not needed: values are judged where they are used. Answers whether it ends in `!`. */
  #type(): boolean {
    if (this.#take('[')) {
      this.#type();
      this.#expect(']');
    } else this.#name();
    return this.#take('!');
  }

  #fragment(): FragmentNode {
    this.#at += 1;
    const name = this.#name();
    if (name === 'on' || this.#name() !== 'on') throw this.#unexpected();
    const on = this.#name();
    this.#directives();
    return { name, on, selections: this.#selections() };
  }

  #selections(): SelectionNode[] {
    this.#expect('{');
    return this.#nested(() => this.#until('}', () => this.#selection()));
  }

  #selection(): SelectionNode {
    const { at } = this.#token();
    if (!this.#take('...')) return this.#field();
    if (this.#token().kind === 'name' && this.#token().text !== 'on') return { kind: 'spread', name: this.#name(), directives: this.#directives(), at };
    const on = this.#token().kind === 'name' ? (this.#name(), this.#name()) : undefined;
    return { kind: 'inline', on, directives: this.#directives(), selections: this.#selections() };
  }

  #field(): FieldNode {
    const { at } = this.#token();
    const first = this.#name();
    const name = this.#take(':') ? this.#name() : first;
    const args = this.#arguments();
    const directives = this.#directives();
    const { kind, text } = this.#token();
    return { kind: 'field', key: first, name, args, directives, selections: kind === 'mark' && text === '{' ? this.#selections() : undefined, at };
  }

  #arguments(): (readonly [string, ValueNode])[] {
    if (!this.#take('(')) return [];
    return this.#until(')', () => this.#pair());
  }

  #pair(): readonly [string, ValueNode] {
    const name = this.#name();
    this.#expect(':');
    return [name, this.#value()];
  }

  #directives(): DirectiveNode[] {
    const found: DirectiveNode[] = [];
    while (this.#take('@')) found.push({ name: this.#name(), args: this.#arguments() });
    return found;
  }

  #value(): ValueNode {
    const { kind, text, at } = this.#token();
    this.#at += 1;
    if (kind === 'string') return { kind: 'scalar', value: text };
    if (kind === 'number') return { kind: 'scalar', value: new SpelledNumber(Number(text), text) };
    if (kind === 'name') return named(text);
    if (kind === 'mark' && text === '$') return { kind: 'variable', name: this.#name(), at };
    if (kind === 'mark' && text === '[') return { kind: 'list', items: this.#nested(() => this.#many(']', () => this.#value())) };
    if (kind === 'mark' && text === '{') return { kind: 'object', fields: this.#nested(() => this.#many('}', () => this.#pair())) };
    this.#at -= 1;
    throw this.#unexpected();
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.#unexpected();
    const found = read();
    this.#depth -= 1;
    return found;
  }

  /** At least one, up to the closing mark. */
  #until<T>(close: string, read: () => T): T[] {
    const found = [read(), ...this.#many(close, read)];
    return found;
  }

  #many<T>(close: string, read: () => T): T[] {
    const found: T[] = [];
    while (!this.#take(close)) found.push(read());
    return found;
  }

  #token(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] as Token;
  }

  #name(): string {
    const { kind, text } = this.#token();
    if (kind !== 'name') throw this.#unexpected();
    this.#at += 1;
    return text;
  }

  #take(mark: string): boolean {
    const { kind, text } = this.#token();
    if (kind !== 'mark' || text !== mark) return false;
    this.#at += 1;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) throw this.#unexpected();
  }

  #unexpected(): GraphqlFault {
    const { text, at } = this.#token();
    return new GraphqlFault('InvalidSyntax', `Invalid syntax with offending token '${text}' at line ${at.line} column ${at.column}`, at);
  }
}

function named(text: string): ValueNode {
  if (text === 'true' || text === 'false') return { kind: 'scalar', value: text === 'true' };
  return text === 'null' ? { kind: 'scalar', value: null } : { kind: 'enum', name: text };
}
