import { describe, expect, it } from '@jest/globals';
import { payoutStates } from '../../companion/domain/payout-states.ts';
import { fates } from '../../companion/engine/fates.ts';
import { actionsFor } from '../../force-app/main/platform/lwc/quittancePage/actions.ts';
import { nodesOf, treeOf, ts } from './syntax.ts';
import { isTest, sources, textOf, trackedFiles } from './tracked-files.ts';

/** The rows of every table of a document whose head begins with these words, cell by cell. */
function tablesOf(file: string, head: string): readonly (readonly string[])[] {
  return textOf(file).split('\n\n').filter((block) => block.trimStart().startsWith(`| ${head} |`)).flatMap((block) => block.trim().split('\n').slice(2).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())));
}
const firstCells = (rows: readonly (readonly string[])[]): readonly string[] => rows.map(([first = '']) => first);

const dayToDay = 'docs/admin/day-to-day.md';

/** The text of a literal or of what stands around the holes of a template, a hole as `*`. */
function wordsOf(node: ts.Node): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('')];
  if (ts.isConditionalExpression(node)) return [...wordsOf(node.whenTrue), ...wordsOf(node.whenFalse)];
  return [];
}

const valueOf = (object: ts.ObjectLiteralExpression, name: string): ts.Node | undefined => {
  const property = object.properties.find((one) => one.name?.getText() === name);
  return property && (ts.isPropertyAssignment(property) ? property.initializer : property.name);
};

/** Every kind of issue raised in a file, with its severity: an object with a kind, a severity and a summary. What writes one into the books names the kind `problem`. */
function issuesIn(file: string): readonly (readonly [kind: string, severity: string])[] {
  const tree = treeOf(file);
  const constants = new Map([...nodesOf(tree)].flatMap((node) => (ts.isVariableDeclaration(node) && node.initializer ? [[node.name.getText(), node.initializer] as const] : [])));
  return [...nodesOf(tree)].filter(ts.isObjectLiteralExpression).flatMap((object) => {
    const [kind, severity] = [valueOf(object, 'kind'), valueOf(object, 'severity')];
    if (!kind || !severity || !valueOf(object, 'summary') || valueOf(object, 'problem')) return [];
    const words = wordsOf(ts.isIdentifier(kind) ? (constants.get(kind.text) ?? kind) : kind);
    if (!words.length) throw new Error(`${file}: the kind of an issue can't be read: ${kind.getText()}`);
    return words.map((word) => [word, wordsOf(severity)[0] ?? severity.getText()] as const);
  });
}

/** `* for long` is one kind for each kind of trouble. */
const raised = sources.filter((file) => file.startsWith('companion/') && !isTest(file)).flatMap(issuesIn)
  .flatMap(([kind, severity]) => (kind.includes('*') ? Object.keys(fates).map((trouble) => [kind.replace('*', trouble), severity] as const) : [[kind, severity] as const]));

describe('the documents of the admin', () => {
  it('explain every status, in its order, with what may be asked for', () => {
    const rows = tablesOf(dayToDay, 'status');
    expect(firstCells(rows)).toEqual(payoutStates);
    const offered = rows.map(([status = '', , , actions = '']) => [status, actions === '–' ? [] : actions.split(', ').toSorted()]);
    expect(offered).toEqual(payoutStates.map((status) => [status, actionsFor(status, 1).map(({ name }) => name).toSorted()]));
  });

  it('explain every kind of issue that the companion raises, and no other', () => {
    expect(raised.length).toBeGreaterThan(20);
    expect(firstCells(tablesOf(dayToDay, 'kind')).toSorted()).toEqual([...new Set(raised.map(([kind]) => kind))].toSorted());
  });

  it('call every kind of issue as urgent as the code does', () => {
    const told = new Map(tablesOf(dayToDay, 'kind').map(([kind = '', severity = '']) => [kind, severity]));
    expect(raised.filter(([kind, severity]) => told.get(kind) !== severity)).toEqual([]);
  });

  it('leave no cell of a table empty', () => {
    const rows = ['status', 'kind'].flatMap((head) => tablesOf(dayToDay, head));
    expect(rows.filter((cells) => cells.some((cell) => cell === ''))).toEqual([]);
  });

  it('explain every setting', () => {
    const fields = trackedFiles.filter((file) => /objects\/Quittance_Settings__c\/fields\//.test(file)).map((file) => /<label>(.*)<\/label>/.exec(textOf(file))?.[1] ?? file);
    expect(firstCells(tablesOf('docs/admin/settings.md', 'field')).toSorted()).toEqual(fields.toSorted());
  });

  it('explain where every component that can be placed goes', () => {
    const exposed = trackedFiles.filter((file) => /\/lwc\/.*\.js-meta\.xml$/.test(file)).map(textOf).filter((text) => text.includes('<isExposed>true')).map((text) => /<masterLabel>(.*)<\/masterLabel>/.exec(text)?.[1] ?? '');
    expect(firstCells(tablesOf('docs/admin/pages-and-reports.md', 'component')).toSorted()).toEqual(exposed.toSorted());
  });

  it('are all in the table of contents', () => {
    const pages = trackedFiles.filter((file) => /^docs\/.*\.md$/.test(file) && file !== 'docs/README.md').map((file) => file.replace('docs/', ''));
    const linked = new Set([...textOf('docs/README.md').matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target));
    expect(pages.filter((page) => !linked.has(page))).toEqual([]);
  });

  it('name only permission sets, reports and variables that exist', () => {
    const text = trackedFiles.filter((file) => /^docs\/admin\/.*\.md$/.test(file)).map(textOf).join('\n');
    const variables = new Set([...textOf('config/.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name));
    expect([...text.matchAll(/`((?:SALESFORCE|QUITTANCE|PAYONEER)_[A-Z_]+)/g)].map(([, name]) => name ?? '').filter((name) => !variables.has(name))).toEqual([]);
    const reports = trackedFiles.filter((file) => file.endsWith('.report-meta.xml')).map((file) => /^ {4}<name>(.*)<\/name>/m.exec(textOf(file))?.[1] ?? file);
    const named = [...textOf('docs/admin/month-end.md').matchAll(/\*\*([A-Z]\w+ [^*]+)\*\*/g)].map(([, name]) => name ?? '');
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !reports.includes(name))).toEqual([]);
    const sets = trackedFiles.filter((file) => /permissionset-meta\.xml$/.test(file)).map((file) => /<label>(.*)<\/label>/.exec(textOf(file))?.[1] ?? file);
    expect(firstCells(tablesOf('docs/admin/people.md', 'permission set')).filter((name) => !sets.includes(name))).toEqual([]);
  });
});
