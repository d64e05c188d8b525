import ts from 'typescript';
import type { MetadataFile, Package } from './package-model.ts';

/** One script of a bundle, read. */
export interface Script {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

export interface Bundle {
  readonly name: string;
  readonly file: MetadataFile;
  /** Without its tests. */
  readonly scripts: readonly Script[];
  readonly template?: { readonly path: string; readonly text: string };
}

const trees = new Map<string, { readonly text: string; readonly tree: ts.SourceFile }>();

function treeOf(path: string, text: string): ts.SourceFile {
  const known = trees.get(path);
  if (known?.text === text) return known.tree;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  trees.set(path, { text, tree });
  return tree;
}

/** The line of a node, counted from 1. */
export const lineOfNode = (tree: ts.SourceFile, node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

/** All Lightning web components; a compiled .js beside its .ts is not read twice. */
export function bundlesOf(pack: Package): readonly Bundle[] {
  return pack.ofType('js').map((file) => {
    const folder = file.path.split('/').slice(0, -1).join('/');
    const inside = [...pack.files].filter(([path]) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'));
    const scripts = inside.filter(([path]) => path.endsWith('.ts') || (path.endsWith('.js') && !pack.files.has(path.replace(/js$/, 'ts')))).map(([path, text]) => ({ path, tree: treeOf(path, text) }));
    const template = inside.find(([path]) => path === `${folder}/${file.name}.html`);
    return { name: file.name, file, scripts, ...(template ? { template: { path: template[0], text: template[1] } } : {}) };
  });
}

/** The script a bundle is named after, which holds its class and what others may import. */
export const mainScript = (bundle: Bundle): Script | undefined => bundle.scripts.find(({ path }) => path.replace(/\.[jt]s$/, '').endsWith(`/${bundle.name}`));

/** Members of the component's class, `@api` told apart. Undefined for a bundle of plain code, or one that extends more than LightningElement. */
export function membersOf(bundle: Bundle): ReadonlyMap<string, { readonly isApi: boolean }> | undefined {
  const script = mainScript(bundle);
  const component = script?.tree.statements.find((statement): statement is ts.ClassDeclaration => ts.isClassDeclaration(statement) && (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false));
  const base = component?.heritageClauses?.[0]?.types[0]?.expression.getText();
  if (!component || base !== 'LightningElement') return undefined;
  const members = new Map<string, { readonly isApi: boolean }>();
  for (const member of component.members) {
    if (!member.name || !ts.canHaveDecorators(member)) continue;
    const isApi = ts.getDecorators(member)?.some((decorator) => decorator.expression.getText() === 'api') ?? false;
    members.set(member.name.getText(), { isApi: isApi || (members.get(member.name.getText())?.isApi ?? false) });
  }
  return members;
}

/** Names a script exports, types too. */
export function exportedNames({ tree }: Script, others: readonly Script[] = []): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of tree.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (statement.exportClause && ts.isNamedExports(statement.exportClause)) for (const { name } of statement.exportClause.elements) names.add(name.text);
      else if (!statement.exportClause) {
        const from = statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text.replace('./', '') : '';
        for (const other of others) if (other.path.replace(/\.[jt]s$/, '').endsWith(`/${from}`)) for (const name of exportedNames(other)) names.add(name);
      }
      continue;
    }
    if (!ts.canHaveModifiers(statement)) continue;
    const kinds = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
    if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) continue;
    if (kinds.includes(ts.SyntaxKind.DefaultKeyword)) names.add('default');
    else if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) names.add(name.getText());
    else if ('name' in statement && statement.name) names.add((statement.name as ts.Node).getText());
  }
  return names;
}
