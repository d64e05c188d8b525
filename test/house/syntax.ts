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
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
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
