import ts from 'typescript';
import { resolveField } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { exportedNames, lineOfNode, mainScript } from './lwc-bundles.ts';
import type { Bundle } from './lwc-bundles.ts';
import type { Package } from './package-model.ts';
import { textOf } from './xml-tree.ts';

/** Platform modules a component may import, with what they export (component library). */
const modules: Readonly<Record<string, readonly string[]>> = {
  lwc: ['LightningElement', 'api', 'track', 'wire', 'createContextProvider', 'createElement'],
  'lightning/uiRecordApi': ['getRecord', 'getRecords', 'getFieldValue', 'getFieldDisplayValue', 'updateRecord', 'createRecord', 'deleteRecord', 'getRecordNotifyChange', 'notifyRecordUpdateAvailable', 'getRecordCreateDefaults', 'generateRecordInputForCreate', 'generateRecordInputForUpdate', 'createRecordInputFilteredByEditedFields', 'getRecordUi', 'refreshApex'],
  'lightning/uiObjectInfoApi': ['getObjectInfo', 'getObjectInfos', 'getPicklistValues', 'getPicklistValuesByRecordType'],
  'lightning/uiRelatedListApi': ['getRelatedListRecords', 'getRelatedListInfo', 'getRelatedListCount', 'getRelatedListsInfo'],
  'lightning/graphql': ['gql', 'graphql', 'refreshGraphQL', 'executeMutation'],
  'lightning/platformShowToastEvent': ['ShowToastEvent'],
  'lightning/empApi': ['subscribe', 'unsubscribe', 'onError', 'setDebugFlag', 'isEmpEnabled'],
  'lightning/navigation': ['NavigationMixin', 'CurrentPageReference', 'generateUrl', 'navigate'],
  'lightning/messageService': ['publish', 'subscribe', 'unsubscribe', 'MessageContext', 'APPLICATION_SCOPE', 'createMessageContext', 'releaseMessageContext'],
  'lightning/refresh': ['RefreshEvent', 'registerRefreshContainer', 'registerRefreshHandler', 'unregisterRefreshContainer', 'unregisterRefreshHandler', 'REFRESH_COMPLETE', 'REFRESH_COMPLETE_WITH_ERRORS', 'REFRESH_ERROR'],
  'lightning/flowSupport': ['FlowAttributeChangeEvent', 'FlowNavigationNextEvent', 'FlowNavigationBackEvent', 'FlowNavigationFinishEvent', 'FlowNavigationPauseEvent'],
  'lightning/modal': ['default'],
  'lightning/confirm': ['default'],
  'lightning/alert': ['default'],
  'lightning/toast': ['default'],
};
const scoped = /^@salesforce\/(user|client|i18n|community|site|featureFlag)\/|^@salesforce\/user$/;

type Imported = readonly (readonly [name: string, node: ts.Node])[];

function importedNames(statement: ts.ImportDeclaration): Imported {
  const clause = statement.importClause;
  const named = clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements.filter((each) => !each.isTypeOnly && !clause.isTypeOnly) : [];
  return [...(clause?.name ? [['default', clause.name] as const] : []), ...named.map((each) => [(each.propertyName ?? each.name).text, each] as const)];
}

const labels = new WeakMap<Package, ReadonlySet<string>>();

function labelsOf(pack: Package): ReadonlySet<string> {
  const known = labels.get(pack) ?? new Set(pack.ofType('labels').flatMap(({ root }) => root.children.map((label) => textOf(label, 'fullName'))));
  labels.set(pack, known);
  return known;
}

/** What is wrong with a module of the platform scope, `@salesforce/…`; undefined when nothing is. */
function scopedProblem(pack: Package, module: string): string | undefined {
  const [, kind = '', rest = ''] = /^@salesforce\/(\w+)\/(.+)$/.exec(module) ?? [];
  if (kind === 'schema') {
    const [object = '', ...path] = rest.split('.');
    if (path.length === 0) return pack.objects.has(object) ? undefined : `the object ${object} does not exist here.${nearest(object, pack.objects.keys())}`;
    const resolved = resolveField(pack, object, path.join('.'));
    return 'wrong' in resolved ? resolved.wrong : undefined;
  }
  if (kind === 'label') {
    const known = labelsOf(pack);
    const name = rest.replace(/^c\./, '');
    return known.has(name) ? undefined : `there is no label ${name}.${nearest(name, known)}`;
  }
  if (kind === 'customPermission') {
    const known = pack.ofType('customPermission').map(({ name }) => name);
    return known.includes(rest) ? undefined : `there is no custom permission ${rest}.${nearest(rest, known)}`;
  }
  if (kind === 'resourceUrl') return pack.ofType('resource').some(({ name }) => name === rest) ? undefined : `there is no static resource ${rest}`;
  if (kind.startsWith('apex')) return 'there is no Apex in this package';
  return scoped.test(module) ? undefined : 'the platform has no such module';
}

function moduleProblem(pack: Package, bundles: readonly Bundle[], bundle: Bundle, module: string): { readonly problem?: string; readonly offers?: ReadonlySet<string> } {
  if (module.startsWith('@salesforce/')) {
    const problem = scopedProblem(pack, module);
    return problem === undefined ? {} : { problem };
  }
  if (module.startsWith('c/')) {
    const other = bundles.find(({ name }) => name === module.slice(2));
    const script = other && mainScript(other);
    return script ? { offers: exportedNames(script, other.scripts) } : { problem: `there is no component ${module.slice(2)}.${nearest(module.slice(2), bundles.map(({ name }) => name))}` };
  }
  if (module.startsWith('./')) {
    const script = bundle.scripts.find(({ path }) => path.replace(/\.[jt]s$/, '').endsWith(`/${bundle.name}/${module.slice(2).replace(/\.[jt]s$/, '')}`));
    return script ? { offers: exportedNames(script, bundle.scripts) } : { problem: 'there is no such file in the bundle' };
  }
  const offers = modules[module];
  return offers ? { offers: new Set(offers) } : { problem: `the platform offers no such module.${nearest(module, Object.keys(modules))}` };
}

/** Everything a component imports: fields, labels, permissions, other components, its own files, platform modules. */
export function* importFindings(pack: Package, bundles: readonly Bundle[]): Generator<Finding> {
  for (const bundle of bundles) {
    for (const { path, tree } of bundle.scripts) {
      for (const statement of tree.statements) {
        const specifier = (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier : undefined;
        if (!specifier) continue;
        const { problem, offers } = moduleProblem(pack, bundles, bundle, specifier.text);
        if (problem !== undefined) yield finding(path, lineOfNode(tree, specifier), `The component imports ${specifier.text}: ${problem.replace(/[.]$/, '')}.`, 'Import what exists: Salesforce refuses the bundle.');
        for (const [name, node] of offers && ts.isImportDeclaration(statement) ? importedNames(statement) : []) if (!offers?.has(name)) yield finding(path, lineOfNode(tree, node), `${specifier.text} does not export ${name}.${nearest(name, offers ?? [])}`, 'Import what it exports.');
      }
    }
  }
}
