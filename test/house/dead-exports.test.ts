import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { exportsOf, nodesOf, treeOf, ts } from './syntax.ts';
import { isTest, sources } from './tracked-files.ts';

/** Files written for others to build upon, tests among them: what they offer may wait for its first caller. */
const faces: Readonly<Record<string, string>> = {
  'companion/connectors/connector.ts': 'the face of every connector',
  'companion/domain/payout-states.ts': 'the table that the picklist, the fence in the books and the documents are checked against',
  'companion/engine/flow.ts': 'what a flow is written with',
  'sandbox/kit/stand-in.ts': 'the face of every stand-in',
  'sandbox/kit/world.ts': 'what every stand-in lives in',
  'sandbox/kit/clock.ts': 'time for stand-ins and for tests',
  'sandbox/kit/serve.ts': 'how a stand-in is put on a socket or behind a fetch',
};
/** Reached by name at run time, so that nobody has to import them. */
const loadedByName = /^(companion\/connectors|sandbox)\/[^/]+\/index\.ts$/;

interface Wanted { readonly from: string; readonly file: string; readonly name: string }

const pathOf = (importer: string, specifier: ts.Node | undefined): string => (specifier && ts.isStringLiteralLike(specifier) && specifier.text.startsWith('.') ? join(dirname(importer), specifier.text) : '');

/** What one file takes from others; `*` is all a file has. */
function wantedBy(importer: string): readonly Wanted[] {
  return [...nodesOf(treeOf(importer))].flatMap((node) => {
    const want = (file: string, names: readonly string[]): readonly Wanted[] => names.map((name) => ({ from: importer, file, name }));
    if (ts.isImportDeclaration(node)) {
      const { name, namedBindings } = node.importClause ?? {};
      const named = namedBindings ? (ts.isNamedImports(namedBindings) ? namedBindings.elements.map((one) => (one.propertyName ?? one.name).text) : ['*']) : [];
      return want(pathOf(importer, node.moduleSpecifier), [...named, ...(name ? ['default'] : [])]);
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const names = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements.map((one) => (one.propertyName ?? one.name).text) : ['*'];
      return want(pathOf(importer, node.moduleSpecifier), names);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return want(pathOf(importer, node.arguments[0]), ['*']);
    return ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? want(pathOf(importer, node.argument.literal), ['*']) : [];
  });
}

const wanted = sources.flatMap(wantedBy);
const known = new Set(wanted.map(({ from, file, name }) => `${isTest(from) ? 'test' : 'production'} ${file} ${name}`));
const isWanted = (by: string, file: string, name: string): boolean => known.has(`${by} ${file} ${name}`) || known.has(`${by} ${file} *`);

/**
 * A type may be exported for the signature of a neighbour in the same file: whoever calls that one meets it. A function the same file
 * uses is alive, and may be exported so that a test can ask it alone.
 */
function isSaidNearby(file: string, name: string): boolean {
  return [...nodesOf(treeOf(file))].filter((node) => ts.isIdentifier(node) && node.text === name).length > 1;
}

/** Why an export is dead, or undefined while somebody alive needs it. */
function deadBecause(file: string, { name, isType }: { readonly name: string; readonly isType: boolean }): string | undefined {
  const byTest = isWanted('test', file, name);
  if (isWanted('production', file, name) || (byTest && (file in faces || isTest(file)))) return undefined;
  if ((isType || byTest) && isSaidNearby(file, name)) return undefined;
  if (loadedByName.test(file)) return undefined;
  return byTest ? 'only tests use it' : 'nobody uses it';
}

describe('exports', () => {
  it('are needed by somebody other than a test', () => {
    const dead = sources.flatMap((file) => exportsOf(file).flatMap((exported) => {
      const why = deadBecause(file, exported);
      return why === undefined ? [] : [`${file}: ${exported.name} (${why})`];
    }));
    expect(dead).toEqual([]);
  });

  it('are found where they are imported from, so that none passes unseen', () => {
    const missing = wanted.filter(({ file, name }) => sources.includes(file) && name !== '*' && !exportsOf(file).some((exported) => exported.name === name));
    expect(missing).toEqual([]);
  });

  it('has faces that exist', () => {
    expect(Object.keys(faces).filter((file) => !sources.includes(file))).toEqual([]);
  });
});
