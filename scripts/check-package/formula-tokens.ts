/** Where a formula can't be read or does not fit. */
export class FormulaProblem extends Error {
  /** Position in the formula's text. */
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'symbol' | 'end';
  readonly value: string;
  readonly at: number;
}

const shapes: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /\s+|\/\*[\s\S]*?\*\//y],
  ['number', /\d+(\.\d+)?|\.\d+/y],
  ['text', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  // A flow writes its references as {!Name.Field}.
  ['name', /\{![^{}]+\}/y],
  ['name', /\$?[A-Za-z_][\w]*(?:(?:\.|:)\$?[A-Za-z_]\w*)*/y],
  ['symbol', /&&|\|\||<>|!=|<=|>=|==|[-+*/^&=<>!(),]/y],
];

/** Cuts a formula into tokens. Throws a FormulaProblem at the first character that belongs nowhere. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const found = shapes.map(([kind, shape]) => {
      shape.lastIndex = at;
      return { kind, value: shape.exec(source)?.[0] };
    }).find(({ value }) => value !== undefined);
    if (found?.value === undefined) throw new FormulaProblem(at, /["']/.test(source[at] ?? '') ? 'a text is opened and never closed' : `the character ${source[at] ?? ''} belongs nowhere`);
    if (found.kind !== 'blank') tokens.push({ kind: found.kind, value: found.value, at });
    at += found.value.length;
  }
  return [...tokens, { kind: 'end', value: 'the end', at: source.length }];
}
