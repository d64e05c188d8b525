import { describe, expect, it } from '@jest/globals';
import { isTest, sources, textOf } from './tracked-files.ts';
import { lineOf, linesOf, nodesOf, treeOf, ts } from './syntax.ts';

const fileLines = 200;
const medianLines = 80;
const functionLines = 40;
/** A function with everything inside it. What opens a store or a desk and answers with methods is measured by this, and each method by the other. */
const functionWithAllLines = 70;

/** What stays whole whatever its length, because cutting it would hide what belongs together. A file that fits without this excuse loses it. */
const whole: Readonly<Record<string, string>> = {
  'sandbox/payoneer/policies.ts': 'a table: every unknown of the provider with its default',
  'companion/connectors/salesforce/mapping.ts': 'a table: every record the companion writes, field by field',
  'companion/store/ledger.ts': 'the one place with the SQL that moves money: read from top to bottom it is the protocol',
};

const lengthOf = (file: string): number => textOf(file).trimEnd().split('\n').length;
const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
const callee = (node: ts.Node): string => (ts.isCallExpression(node.parent) ? node.parent.expression.getText() : '');
/** Holds tests, as a class holds methods. */
const isDescribe = (node: ts.Node): boolean => /^describe\b/.test(callee(node));
const nameOf = (node: ts.FunctionLikeDeclaration): string => node.name?.getText() ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name.getText() : callee(node).slice(0, 30));

/** Lines saved when the outermost nodes of a kind below `node` are counted as one line each. */
function folded(tree: ts.SourceFile, node: ts.Node, fold: (below: ts.Node) => boolean): number {
  let saved = 0;
  ts.forEachChild(node, (child) => {
    saved += fold(child) ? linesOf(tree, child) - 1 : folded(tree, child, fold);
  });
  return saved;
}

/** SQL written over several lines is one statement. */
const isText = (node: ts.Node): boolean => ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node);

function tooLong(file: string): readonly string[] {
  const tree = treeOf(file);
  return [...nodesOf(tree)].filter(isFunction).flatMap((node) => {
    const all = linesOf(tree, node) - folded(tree, node, isText);
    const own = linesOf(tree, node) - folded(tree, node, (below) => isText(below) || isFunction(below));
    const place = `${file}:${lineOf(tree, node.getStart())} ${nameOf(node)}`;
    if (own > functionLines) return [`${place}: ${own} lines of its own`];
    return all > functionWithAllLines && !isDescribe(node) ? [`${place}: ${all} lines with everything inside`] : [];
  });
}

describe('sizes', () => {
  it('keeps every file within 200 lines', () => {
    expect(sources.filter((file) => !(file in whole) && lengthOf(file) > fileLines).map((file) => `${file}: ${lengthOf(file)}`)).toEqual([]);
  });

  it('keeps half of the files within 80 lines', () => {
    const lengths = sources.filter((file) => !isTest(file)).map(lengthOf).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(medianLines);
  });

  it('keeps every function within 40 lines of its own, and 70 with everything inside it', () => {
    expect(sources.filter((file) => !(file in whole)).flatMap(tooLong)).toEqual([]);
  });

  it('excuses only files that need it', () => {
    expect(Object.keys(whole).filter((file) => !sources.includes(file) || (lengthOf(file) <= fileLines && tooLong(file).length === 0))).toEqual([]);
  });
});
