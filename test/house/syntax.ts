import ts from 'typescript';
import { sources, textOf } from './tracked-files.ts';

export { ts };

const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of one of our files, without types: enough to judge shape and names, and quick. */
export function treeOf(file: string): ts.SourceFile {
  const known = parsed.get(file) ?? ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  parsed.set(file, known);
  return known;
}

/** Every node below, the node itself first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  const below: ts.Node[] = [node];
  for (let next = below.pop(); next; next = below.pop()) {
    yield next;
    ts.forEachChild(next, (child) => void below.push(child));
  }
}

interface Exported { readonly name: string; readonly isType: boolean }

/** What a file exports by name, types told apart: they leave no trace at run time. */
export function exportsOf(file: string): readonly Exported[] {
  return treeOf(file).statements.flatMap((statement): readonly Exported[] => {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      return statement.exportClause.elements.map((node) => ({ name: node.name.text, isType: statement.isTypeOnly || node.isTypeOnly }));
    }
    if (ts.isExportAssignment(statement)) return [{ name: 'default', isType: false }];
    if (!ts.canHaveModifiers(statement) || !ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return [{ name: 'default', isType: false }];
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((node) => ({ name: node.name.getText(), isType: false }));
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    return 'name' in statement && statement.name ? [{ name: (statement.name as ts.Node).getText(), isType }] : [];
  });
}

/** All nodes of some files with a place a reader can go to, e.g. `companion/main.ts:12`. */
export function* nodesIn(files: readonly string[] = sources): Generator<{ readonly file: string; readonly node: ts.Node; readonly place: string }> {
  for (const file of files) {
    const tree = treeOf(file);
    for (const node of nodesOf(tree)) yield { file, node, get place() { return `${file}:${lineOf(tree, node.getStart())}`; } };
  }
}

/** Counted from 1. */
export const lineOf = (tree: ts.SourceFile, position: number): number => tree.getLineAndCharacterOfPosition(position).line + 1;

/** From the first to the last line of a node, both counted. */
export const linesOf = (tree: ts.SourceFile, node: ts.Node): number => lineOf(tree, node.end) - lineOf(tree, node.getStart()) + 1;
