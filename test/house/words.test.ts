import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nodesIn, nodesOf, treeOf, ts } from './syntax.ts';
import { isTest, sources, textOf, trackedFiles } from './tracked-files.ts';

const ours = trackedFiles.filter((file) => /\.(ts|js|cjs|mjs|sql|md|json|xml|html|css|sh|ya?ml)$/.test(file) && file !== 'package-lock.json' && !file.startsWith('test/house/words.test.ts'));
const placesOf = (files: readonly string[], what: RegExp): readonly string[] =>
  files.flatMap((file) => textOf(file).split('\n').flatMap((line, at) => (what.test(line) ? [`${file}:${at + 1}: ${line.trim().slice(0, 100)}`] : [])));

/** `openPayoutBooks` → open payout books. A plural and its singular are the same word. */
const wordsOf = (name: string): readonly string[] =>
  name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z])([A-Z][a-z])/g, '$1-$2').toLowerCase().split('-').map((word) => word.replace(/(?<=..)(ies|y)$/, 'i').replace(/(?<=...)e?s$/, ''));

function exportsOf(file: string): readonly string[] {
  return treeOf(file).statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) return statement.exportClause.elements.map(({ name }) => name.text);
    if (!ts.canHaveModifiers(statement) || !ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
    return 'name' in statement && statement.name ? [(statement.name as ts.Node).getText()] : [];
  });
}

/** Names that hold no promise: whatever has no place ends there. */
const vague = /^(utils?|helpers?|commons?|managers?|misc|stuff)$/;
/** Read as what a folder is or as one of the parts every connector has; named after their place, not after an export. */
const namedAfterPlace = /(^|\/)(index|main|wire|settings)\.ts$/;

const lone = (file: string): boolean => {
  const name = wordsOf(basename(file, '.ts'));
  return exportsOf(file).some((exported) => {
    const said = wordsOf(exported);
    return name.every((word) => said.includes(word)) || said.every((word) => name.includes(word));
  });
};

describe('words', () => {
  it('leaves nothing for later and silences no check', () => {
    expect(placesOf(ours, /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)|eslint-disable|c8 ignore|istanbul ignore/)).toEqual([]);
  });

  it('gives every value a type: any is none', () => {
    expect([...nodesIn([...sources, ...trackedFiles.filter((file) => file.endsWith('.d.ts'))])].filter(({ node }) => node.kind === ts.SyntaxKind.AnyKeyword).map(({ place }) => place)).toEqual([]);
  });

  it('calls no file, folder or export by a word that promises nothing', () => {
    const paths = trackedFiles.filter((file) => /^(companion|sandbox|scripts|test)\//.test(file) && file.split('/').some((part) => part.replace(/\..*$/, '').split(/[-_]/).some((word) => vague.test(word))));
    const names = sources.flatMap((file) => exportsOf(file).filter((name) => wordsOf(name).some((word) => vague.test(word) || vague.test(`${word}s`))).map((name) => `${file}: ${name}`));
    expect([...paths, ...names]).toEqual([]);
  });

  it('writes every file name in kebab-case', () => {
    expect(sources.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(basename(file)))).toEqual([]);
  });

  it('calls a file after what it exports', () => {
    expect(sources.filter((file) => !isTest(file) && !namedAfterPlace.test(file) && exportsOf(file).length > 0 && !lone(file)).map((file) => `${file}: ${exportsOf(file).join(', ')}`)).toEqual([]);
  });

  it('says the unit of a span of time in its name', () => {
    const spans = /(timeout|delay|interval|duration|ttl|lifetime)$/i;
    const isNumber = (node: ts.Node): boolean => [...nodesOf(node)].some(({ kind }) => kind === ts.SyntaxKind.NumberKeyword || kind === ts.SyntaxKind.NumericLiteral);
    const vagueSpans = [...nodesIn()].filter(({ node }) => (ts.isPropertySignature(node) || ts.isParameter(node) || ts.isVariableDeclaration(node)) && spans.test(node.name.getText()) && node.getText().length < 80 && isNumber(node));
    expect(vagueSpans.map(({ place, node }) => `${place}: ${node.getText()}`)).toEqual([]);
  });
});
