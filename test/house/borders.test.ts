import { describe, expect, it } from '@jest/globals';
import { nodesIn, ts } from './syntax.ts';
import { isTest, sources, textOf, trackedFiles } from './tracked-files.ts';

const production = sources.filter((file) => file.startsWith('companion/') && !isTest(file));

/** Whoever has a folder, and those the product will meet or is compared with. */
const folders = trackedFiles.flatMap((file) => /^(?:companion\/connectors|sandbox)\/([^/]+)\//.exec(file)?.[1] ?? []).filter((name) => name !== 'kit');
const providers = [...new Set([...folders, 'salesforce', 'payoneer', 'stripe', 'paytrace', 'shopify', 'nopcommerce', 'tryton', 'quickbooks', 'netsuite', 'jsforce', 'hyperwallet', 'paypal'])];
const provider = new RegExp(providers.join('|'), 'i');

/** Identifiers and strings, the parts of a template between its braces included. Comments may name an example. */
const said = (node: ts.Node): string => (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) ? node.text : '');
const homeOf = (file: string): string => /^companion\/connectors\/([^/]+)\//.exec(file)?.[1] ?? '';
const foreignTo = (file: string, text: string): boolean => provider.test(homeOf(file) === '' ? text : text.replaceAll(new RegExp(homeOf(file) === 'salesforce' ? 'salesforce|jsforce' : homeOf(file), 'gi'), ''));

const once = 'companion/engine/once.ts';
/** Who hands money to a payer is `engine/once.ts`; connectors do it, store and intake send other things (jobs, answers) and are never given a payer. */
const neverSend = production.filter((file) => file !== once && !/^companion\/(connectors\/[^/]+|store|intake)\//.test(file));

const isPermit = (type: ts.TypeNode | undefined): boolean => type !== undefined && /\bSendPermit\b/.test(type.getText());
const mints = (node: ts.Node): boolean => (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSatisfiesExpression(node)) && isPermit(node.type);
/** Whoever names a permit or answers with one has made it or got around making it. */
const holds = (node: ts.Node): boolean => mints(node) || ((ts.isVariableDeclaration(node) || ts.isFunctionLike(node)) && isPermit(node.type));
const sends = (node: ts.Node): boolean =>
  (ts.isPropertyAccessExpression(node) && node.name.text === 'send') ||
  (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression) && node.argumentExpression.text === 'send') ||
  (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === 'send');

describe('borders', () => {
  it("speaks a provider's name in its own folder only", () => {
    const spoken = [...nodesIn(production)].filter(({ file, node }) => foreignTo(file, said(node))).map(({ place, node }) => `${place}: ${said(node).slice(0, 90)}`);
    const schema = trackedFiles.filter((file) => file.startsWith('companion/') && file.endsWith('.sql') && homeOf(file) === '' && provider.test(textOf(file).replace(/--.*$/gm, '')));
    expect([...spoken, ...schema]).toEqual([]);
  });

  it('mints the permit to send in engine/once.ts and nowhere else', () => {
    expect([...nodesIn(production)].filter(({ file, node }) => file !== once && holds(node)).map(({ place }) => place)).toEqual([]);
    expect([...nodesIn([once])].filter(({ node }) => mints(node)).map(({ place }) => place)).toHaveLength(1);
  });

  it('asks a payer to send in engine/once.ts and in one place', () => {
    expect([...nodesIn(neverSend)].filter(({ node }) => sends(node)).map(({ place }) => place)).toEqual([]);
    expect([...nodesIn([once])].filter(({ node }) => sends(node)).map(({ place }) => place)).toHaveLength(1);
  });
});
