import type { SpelledNumber } from './json-numbers.ts';

/** Where something stands in the document, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value as written: still with variables in it. */
export type ValueNode =
  | { readonly kind: 'scalar'; readonly value: string | boolean | null | SpelledNumber }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string; readonly at: Place }
  | { readonly kind: 'list'; readonly items: readonly ValueNode[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, ValueNode])[] };

export interface DirectiveNode {
  readonly name: string;
  readonly args: readonly (readonly [string, ValueNode])[];
}

export interface FieldNode {
  readonly kind: 'field';
  /** The key in the answer: the alias, else the name. */
  readonly key: string;
  readonly name: string;
  readonly args: readonly (readonly [string, ValueNode])[];
  readonly directives: readonly DirectiveNode[];
  readonly selections: readonly SelectionNode[] | undefined;
  readonly at: Place;
}

export type SelectionNode =
  | FieldNode
  | { readonly kind: 'spread'; readonly name: string; readonly directives: readonly DirectiveNode[]; readonly at: Place }
  | { readonly kind: 'inline'; readonly on: string | undefined; readonly directives: readonly DirectiveNode[]; readonly selections: readonly SelectionNode[] };

export interface VariableNode {
  readonly name: string;
  readonly required: boolean;
  readonly initial: ValueNode | undefined;
  readonly at: Place;
}

export interface OperationNode {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly name: string | undefined;
  readonly variables: readonly VariableNode[];
  readonly selections: readonly SelectionNode[];
  readonly at: Place;
}

export interface FragmentNode {
  readonly name: string;
  readonly on: string;
  readonly selections: readonly SelectionNode[];
}

export interface DocumentNode {
  readonly operations: readonly OperationNode[];
  readonly fragments: ReadonlyMap<string, FragmentNode>;
}
