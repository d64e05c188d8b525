import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** What may stand inside an element: another declared type, one of some words, or a plain value. */
export type Content = { readonly kind: 'type'; readonly name: string } | { readonly kind: 'words'; readonly words: ReadonlySet<string> } | { readonly kind: 'string' | 'boolean' | 'number' | 'date' | 'anything' };

interface Property {
  readonly content: Content;
  /** May occur more than once. The declarations don't tell an empty list from a missing one, so a list is never required. */
  readonly many: boolean;
  readonly required: boolean;
}

export interface DeclaredType {
  readonly properties: ReadonlyMap<string, Property>;
}

/** All metadata types by name, as `@salesforce/types` declares them. */
export type DeclaredTypes = ReadonlyMap<string, DeclaredType>;

/** The declarations lie beside the package's entry, which exports no path to them. */
function declarations(): ts.SourceFile {
  const [home = ''] = createRequire(import.meta.url).resolve.paths('@salesforce/types')?.map((folder) => join(folder, '@salesforce/types/package.json')).filter((file) => ts.sys.fileExists(file)) ?? [];
  if (home === '') throw new Error('check:package: the package @salesforce/types is not installed. Run npm install.');
  return ts.createSourceFile('metadata.d.ts', readFileSync(join(dirname(home), 'lib/metadata.d.ts'), 'utf8'), ts.ScriptTarget.Latest, false);
}

const wordsOf = (node: ts.TypeNode): readonly string[] => {
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(wordsOf);
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? [node.literal.text] : [];
};

function contentOf(node: ts.TypeNode, aliases: ReadonlyMap<string, ts.TypeNode>): Content {
  if (node.kind === ts.SyntaxKind.StringKeyword) return { kind: 'string' };
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return { kind: 'boolean' };
  if (node.kind === ts.SyntaxKind.NumberKeyword) return { kind: 'number' };
  const words = wordsOf(node);
  if (words.length > 0) return { kind: 'words', words: new Set(words) };
  if (!ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName)) return { kind: 'anything' };
  const name = node.typeName.text;
  if (name === 'Date') return { kind: 'date' };
  const alias = aliases.get(name);
  if (!alias) return { kind: 'anything' };
  return ts.isTypeLiteralNode(alias) || ts.isIntersectionTypeNode(alias) ? { kind: 'type', name } : contentOf(alias, aliases);
}

function propertiesOf(node: ts.TypeNode, aliases: ReadonlyMap<string, ts.TypeNode>): readonly (readonly [string, Property])[] {
  if (ts.isIntersectionTypeNode(node)) return node.types.flatMap((part) => propertiesOf(part, aliases));
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
    const alias = aliases.get(node.typeName.text);
    return alias ? propertiesOf(alias, aliases) : [];
  }
  if (!ts.isTypeLiteralNode(node)) return [];
  return node.members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || !member.type || !ts.isIdentifier(member.name)) return [];
    const many = ts.isArrayTypeNode(member.type);
    return [[member.name.text, { content: contentOf(ts.isArrayTypeNode(member.type) ? member.type.elementType : member.type, aliases), many, required: !many && !member.questionToken }] as const];
  });
}

/** Reads the declarations once; about a tenth of a second. */
export function readDeclaredTypes(): DeclaredTypes {
  const aliases = new Map(declarations().statements.flatMap((statement) => (ts.isTypeAliasDeclaration(statement) ? [[statement.name.text, statement.type] as const] : [])));
  const types = new Map<string, DeclaredType>();
  for (const [name, type] of aliases) {
    const properties = new Map(propertiesOf(type, aliases));
    if (properties.size > 0) types.set(name, { properties });
  }
  return types;
}
