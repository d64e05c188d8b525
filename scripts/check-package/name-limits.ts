import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Element } from './xml-tree.ts';
import { childOf, elementsOf, textOf } from './xml-tree.ts';
import type { MetadataFile, Package } from './package-model.ts';

/** Longest API name, without suffix; 40 where nothing else is said. */
const longestName: Readonly<Record<string, number>> = { flow: 80, permissionset: 80, permissionsetgroup: 80, customPermission: 80, layout: 80, notiftype: 80, pathAssistant: 80, flexipage: 80, quickAction: 80, resource: 80 };
/** Longest text of an element, by type of file and path of names. */
const longestTexts: Readonly<Record<string, readonly (readonly [path: string, most: number])[]>> = {
  field: [['label', 40], ['inlineHelpText', 510], ['relationshipLabel', 80], ['relationshipName', 40]],
  object: [['label', 40], ['pluralLabel', 40], ['nameField.label', 40]],
  listView: [['label', 40]],
  compactLayout: [['label', 40]],
  report: [['name', 40]],
  dashboard: [['title', 80]],
  reportType: [['label', 50]],
  flow: [['label', 255], ['interviewLabel', 255]],
  permissionset: [['label', 80]],
  customPermission: [['label', 80]],
  app: [['label', 40]],
  approvalProcess: [['label', 40]],
  notiftype: [['masterLabel', 80]],
  flexipage: [['masterLabel', 80]],
  js: [['masterLabel', 80]],
};

const at = (root: Element, path: string): Element | undefined => childOf(root, ...path.split('.'));

function* nameFindings({ path, type, name }: MetadataFile): Generator<Finding> {
  if (['js', 'labels', 'layout', 'approvalProcess', 'workflow', 'reportFolder', 'dashboardFolder', 'emailFolder'].includes(type)) return;
  const bare = name.split('.').at(-1)?.replace(/__(c|e|mdt)$/, '') ?? '';
  const most = longestName[type] ?? 40;
  if (bare.length > most) yield finding(path, 1, `The name ${bare} has ${bare.length} characters; Salesforce takes ${most}.`, 'Shorten it before it is released: names are for ever.');
  if (!/^[A-Za-z](?:[A-Za-z0-9]|_(?!_|$))*$/.test(bare)) yield finding(path, 1, `The name ${bare} is none Salesforce takes.`, 'Begin with a letter; use letters, digits and single underscores.');
}

function* labelFindings({ path, root }: MetadataFile): Generator<Finding> {
  const seen = new Set<string>();
  for (const label of root.children) {
    const name = childOf(label, 'fullName');
    const key = textOf(name).toLowerCase();
    if (seen.has(key)) yield finding(path, name, `The label ${textOf(name)} stands twice.`, 'Keep one.');
    seen.add(key);
    for (const [tag, most] of [['fullName', 80], ['value', 1_000], ['shortDescription', 80], ['categories', 255]] as const) {
      const said = childOf(label, tag);
      if (textOf(said).length > most) yield finding(path, said, `<${tag}> of the label ${textOf(name)} has ${textOf(said).length} characters; Salesforce takes ${most}.`, 'Shorten it.');
    }
  }
}

/** Names and labels within what Salesforce takes; names can't be changed after a release. */
export function* limitFindings(pack: Package): Generator<Finding> {
  for (const file of pack.metadata) {
    yield* nameFindings(file);
    for (const [path, most] of longestTexts[file.type] ?? []) {
      const said = at(file.root, path);
      if (textOf(said).length > most) yield finding(file.path, said, `<${said?.name ?? ''}> has ${textOf(said).length} characters; Salesforce takes ${most}.`, 'Shorten it.');
    }
    if (file.type === 'labels') yield* labelFindings(file);
    if (file.type === 'flow') for (const element of elementsOf(file.root)) if (element.name === 'name' && element.text.length > 80) yield finding(file.path, element, `The name ${element.text} has ${element.text.length} characters; Salesforce takes 80.`, 'Shorten it.');
  }
}
