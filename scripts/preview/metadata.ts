import { child, children, text, texts, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import { packageFiles } from './package-files.ts';
import { packagePages, type Page } from './pages.ts';

interface Tab {
  /** `Payment_Request__c`, `standard-home`. */
  readonly name: string;
  readonly object: string | null;
  /** The number of the tab style, `18` of "Custom18: Form". */
  readonly motif: string | null;
}

interface Path {
  readonly object: string;
  readonly field: string;
  readonly steps: readonly { readonly value: string; readonly fields: readonly string[]; readonly info: string }[];
}

/** A related list of a layout: which children through which lookup, with what columns. `RelatedProcessHistoryList` has neither. */
interface RelatedList {
  readonly name: string;
  readonly object: string | null;
  readonly lookup: string | null;
  readonly fields: readonly string[];
  readonly sortField: string | null;
  readonly descending: boolean;
}

/** What App Builder and the layouts of the package say, for the pages of the preview. */
export interface AppMetadata {
  readonly label: string;
  readonly color: string;
  readonly tabs: readonly Tab[];
  readonly pages: readonly Page[];
  /** Name of the record page of each object: the app's own assignment, else the only one for it. */
  readonly recordPages: Readonly<Record<string, string>>;
  readonly homePage: string | null;
  readonly utilityBar: string | null;
  readonly paths: readonly Path[];
  /** By object. */
  readonly relatedLists: Readonly<Record<string, readonly RelatedList[]>>;
  /** Objects with an approval process, by object: whether the submitter chooses the approver. */
  readonly approvals: Readonly<Record<string, { readonly choosesApprover: boolean }>>;
}

function tabsOf(app: XmlNode): Tab[] {
  const shipped = new Map(packageFiles('tab').map(({ name, node }) => [name, node]));
  return texts(app, 'tabs').map((name) => {
    const node = shipped.get(name);
    return { name, object: node && text(node, 'customObject') === 'true' ? name : null, motif: /^Custom(\d+)/.exec(text(node ?? {}, 'motif') ?? '')?.[1] ?? null };
  });
}

function pathsOf(): Path[] {
  return packageFiles('pathAssistant').filter(({ node }) => text(node, 'active') === 'true').map(({ node }) => ({
    object: text(node, 'entityName') ?? '', field: text(node, 'fieldName') ?? '',
    steps: children(node, 'pathAssistantSteps').map((step) => ({ value: text(step, 'picklistValueName') ?? '', fields: texts(step, 'fieldNames'), info: text(step, 'info') ?? '' })),
  }));
}

function relatedList(node: XmlNode): RelatedList {
  const name = text(node, 'relatedList') ?? '';
  const [object = null, lookup = null] = name.includes('.') ? name.split('.') : [];
  return { name, object, lookup, fields: texts(node, 'fields'), sortField: text(node, 'sortField') ?? null, descending: text(node, 'sortOrder') === 'Desc' };
}

function relatedListsOf(): Record<string, RelatedList[]> {
  return Object.fromEntries(packageFiles('layout').map(({ name, node }) => [name.split('-')[0] ?? name, children(node, 'relatedLists').map(relatedList)]));
}

function approvalsOf(): AppMetadata['approvals'] {
  return Object.fromEntries(packageFiles('approvalProcess').map(({ name, node }) => {
    const approvers = children(node, 'approvalStep').flatMap((step) => children(child(step, 'assignedApprover') ?? {}, 'approver'));
    return [name.split('.')[0] ?? name, { choosesApprover: approvers.some((approver) => text(approver, 'type') === 'adhoc') }];
  }));
}

/** Which page shows an object's records: what the app overrides, else the only record page there is for the object. */
function recordPagesOf(app: XmlNode, pages: readonly Page[]): Record<string, string> {
  const alone = pages.filter(({ object, type }) => type === 'RecordPage' && object !== null).map(({ object, name }) => [object ?? '', name]);
  const views = children(app, 'actionOverrides').filter((each) => text(each, 'actionName') === 'View' && text(each, 'type') === 'Flexipage' && text(each, 'formFactor') !== 'Small');
  return Object.fromEntries([...alone, ...views.map((each) => [text(each, 'pageOrSobjectType') ?? '', text(each, 'content') ?? ''])]) as Record<string, string>;
}

/** Reads the shipped app and everything its pages need. Throws an Error that names what is missing. */
export function appMetadata(): AppMetadata {
  const [app] = packageFiles('app');
  if (!app) throw new Error('Preview: the package has no app. Add force-app/main/*/applications/*.app-meta.xml.');
  const pages = packagePages();
  const home = children(app.node, 'actionOverrides').find((each) => text(each, 'actionName') === 'Tab' && text(each, 'pageOrSobjectType') === 'standard-home');
  return {
    label: text(app.node, 'label') ?? app.name, color: text(child(app.node, 'brand') ?? {}, 'headerColor') ?? '#0B5CAB', tabs: tabsOf(app.node), pages,
    recordPages: recordPagesOf(app.node, pages), homePage: text(home ?? {}, 'content') ?? pages.find(({ type }) => type === 'HomePage')?.name ?? null,
    utilityBar: text(app.node, 'utilityBar') ?? pages.find(({ type }) => type === 'UtilityBar')?.name ?? null, paths: pathsOf(), relatedLists: relatedListsOf(), approvals: approvalsOf(),
  };
}
