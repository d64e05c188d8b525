import type { Place } from './graphql-document.ts';
import { GraphqlFault } from './graphql-fault.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'mark' | 'end';
  /** The text of a name or number, the content of a string, the mark itself. */
  readonly text: string;
  readonly at: Place;
}

const pattern = /(?<blank>[\s,\uFEFF]+|#[^\n\r]*)|(?<mark>\.\.\.|[!$&()[\]{}:=@|])|(?<name>[A-Za-z_]\w*)|(?<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<block>"""(?:\\"""|[^])*?""")|(?<string>"(?:\\.|[^"\\\n\r])*")/y;

/** Takes a GraphQL document apart (October 2021 edition). Throws InvalidSyntax. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const place = placesIn(text);
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    const at = place(start);
    if (!groups) throw new GraphqlFault('InvalidSyntax', `Invalid syntax with offending token '${text[start] ?? ''}' at line ${at.line} column ${at.column}`, at);
    const { mark, name, number, block, string } = groups;
    if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (block !== undefined) tokens.push({ kind: 'string', text: blockText(block.slice(3, -3)), at });
    else if (string !== undefined) tokens.push({ kind: 'string', text: stringText(string, at), at });
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: place(text.length) });
  return tokens;
}

/** Lines are counted as the scan goes on, so that a long document is walked once. */
function placesIn(text: string): (offset: number) => Place {
  let line = 1;
  let lineStart = 0;
  let seen = 0;
  return (offset) => {
    for (; seen < offset; seen += 1) {
      if (text[seen] !== '\n') continue;
      line += 1;
      lineStart = seen + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
}

/** Escapes of GraphQL strings are those of JSON. */
function stringText(quoted: string, at: Place): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new GraphqlFault('InvalidSyntax', `Invalid syntax with offending token '${quoted}' at line ${at.line} column ${at.column}`, at);
  }
}

/** A block string without its common indentation and its blank first and last lines. */
function blockText(raw: string): string {
  const lines = raw.replaceAll('\\"""', '"""').split(/\r\n|\n|\r/);
  const indents = lines.slice(1).filter((each) => each.trim() !== '').map((each) => each.length - each.trimStart().length);
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  const cut = lines.map((each, at) => (at === 0 ? each : each.slice(indent)));
  while (cut.length > 0 && cut[0]?.trim() === '') cut.shift();
  while (cut.length > 0 && cut.at(-1)?.trim() === '') cut.pop();
  return cut.join('\n');
}
