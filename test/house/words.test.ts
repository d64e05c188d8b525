import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { exportsOf, nodesIn, nodesOf, ts } from './syntax.ts';
import { isTest, sources, textOf, trackedFiles } from './tracked-files.ts';

const ours = trackedFiles.filter((file) => /\.(ts|js|cjs|mjs|sql|md|json|xml|html|css|sh|ya?ml)$/.test(file) && file !== 'package-lock.json' && !file.startsWith('test/house/words.test.ts'));
const placesOf = (files: readonly string[], what: RegExp): readonly string[] =>
  files.flatMap((file) => textOf(file).split('\n').flatMap((line, at) => (what.test(line) ? [`${file}:${at + 1}: ${line.trim().slice(0, 100)}`] : [])));

/** `openPayoutBooks` → open payout books. */
const wordsOf = (name: string): readonly string[] =>
  name.replaceAll('_', '-').replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z])([A-Z][a-z])/g, '$1-$2').toLowerCase().split('-');

/** Names that hold no promise: whatever has no place ends there. */
const vague = /^(utils?|helpers?|commons?|managers?|misc|stuff)$/;
/** What a folder is, and the parts that connectors and stand-ins have in common: named after their place, not after an export. */
const namedAfterPlace = /(^|\/)(index|main|wire|settings)\.ts$|^(companion\/connectors|sandbox)\/[^/]+\/(payouts|payees|fees|webhooks|client|signature)\.ts$|^companion\/intake\/http\.ts$/;

/** The beginning decides: reserve and reservations, receive and receiver, ledger and ledgers say the same. */
const kin = (one: string, other: string): boolean => one === other || (Math.min(one.length, other.length) > 3 && one.slice(0, 4) === other.slice(0, 4));

/** One or two exported values share a word with their file; three and more are a collection, which its topic names better than any of them. */
function strayName(file: string): boolean {
  const exported = exportsOf(file);
  if (exported.length === 0 || exported.filter(({ isType }) => !isType).length > 2) return false;
  const name = wordsOf(basename(file, '.ts'));
  return !exported.some((one) => name.some((part) => (part.length > 3 && one.name.toLowerCase().includes(part)) || wordsOf(one.name).some((word) => kin(part, word))));
}

describe('words', () => {
  it('leaves nothing for later and silences no check', () => {
    expect(placesOf(ours, /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)|eslint-disable|c8 ignore|istanbul ignore/)).toEqual([]);
  });

  it('gives every value a type: any is none', () => {
    expect([...nodesIn([...sources, ...trackedFiles.filter((file) => file.endsWith('.d.ts'))])].filter(({ node }) => node.kind === ts.SyntaxKind.AnyKeyword).map(({ place }) => place)).toEqual([]);
  });

  it('calls no file, folder or export by a word that promises nothing', () => {
    const paths = trackedFiles.filter((file) => /^(companion|sandbox|scripts|test)\//.test(file) && file.split('/').some((part) => part.replace(/\..*$/, '').split(/[-_]/).some((word) => vague.test(word))));
    const names = sources.flatMap((file) => exportsOf(file).filter(({ name }) => wordsOf(name).some((word) => vague.test(word))).map(({ name }) => `${file}: ${name}`));
    expect([...paths, ...names]).toEqual([]);
  });

  it('writes every file name in kebab-case', () => {
    expect(sources.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(basename(file)))).toEqual([]);
  });

  it('calls a file after what it exports', () => {
    expect(sources.filter((file) => !isTest(file) && !namedAfterPlace.test(file) && strayName(file)).map((file) => `${file}: ${exportsOf(file).map(({ name }) => name).join(', ')}`)).toEqual([]);
  });

  it('says the unit of a span of time in its name', () => {
    const spans = /(timeout|delay|interval|duration|ttl|lifetime)$/i;
    const isNumber = (node: ts.Node): boolean => [...nodesOf(node)].some(({ kind }) => kind === ts.SyntaxKind.NumberKeyword || kind === ts.SyntaxKind.NumericLiteral);
    const vagueSpans = [...nodesIn()].filter(({ node }) => (ts.isPropertySignature(node) || ts.isParameter(node) || ts.isVariableDeclaration(node)) && spans.test(node.name.getText()) && node.getText().length < 80 && isNumber(node));
    expect(vagueSpans.map(({ place, node }) => `${place}: ${node.getText()}`)).toEqual([]);
  });
});
