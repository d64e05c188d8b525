import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childOf, isTrue, textOf } from './xml-tree.ts';

/** The version every flow and component is written for. */
const apiVersion = '66.0';
/** Objects whose rows are money or prove it: nothing they point to may vanish under them. */
const moneyRows: ReadonlySet<string> = new Set(['Payment_Request__c', 'Payment_Transaction__c', 'Payout_Batch__c', 'Payment_Run__c', 'Balance_Snapshot__c', 'Revenue__c']);
/** What must describe itself, so that an admin who did not write it understands it. */
const described: ReadonlySet<string> = new Set(['object', 'field', 'flow', 'validationRule', 'permissionset', 'permissionsetgroup', 'customPermission', 'approvalProcess', 'app', 'tab', 'report', 'dashboard', 'reportType', 'globalValueSet', 'notiftype', 'js']);

const barred: readonly (readonly [RegExp, string, string])[] = [
  [/\.(cls|trigger|page|component|cmp|app)$|\/(classes|triggers|pages|components|aura)\//, 'The package holds no Apex, Visualforce or Aura: nothing here could prove it.', 'Use a flow, a validation rule or a Lightning web component.'],
  [/\.(profile|queue|group|sharingRules|role|settings|remoteSite|namedCredential|connectedApp|eca)-meta\.xml$/, 'This does not travel in the package, or is made by each customer: profiles, queues, groups, sharing rules, roles, settings, credentials and apps.', 'Say it in the install guide instead.'],
  [/\.recordType-meta\.xml$/, 'The package has no record types.', 'Use the status field.'],
];

function* barredFiles(pack: Package): Generator<Finding> {
  for (const path of pack.files.keys()) for (const [shape, what, todo] of barred) if (shape.test(path)) yield finding(path, 1, what, todo);
}

function* descriptions({ path, type, root }: MetadataFile): Generator<Finding> {
  if (!described.has(type)) return;
  const said = childOf(root, 'description');
  if (textOf(said).length < 10) yield finding(path, said ?? root, 'There is no description worth the name.', 'Say in <description> what it is for.');
  const most = type === 'report' || type === 'permissionset' || type === 'customPermission' ? 255 : 1_000;
  if (textOf(said).length > most) yield finding(path, said, `The description has ${textOf(said).length} characters; Salesforce takes ${most}.`, 'Shorten it.');
}

/** Keys come from outside and differ in case alone: two payees must never be one. */
function* keyFields({ path, name, root }: MetadataFile): Generator<Finding> {
  const type = childOf(root, 'type');
  // A copy of another record's key, such as the one in the stamp, is neither unique nor an external id.
  if (!/_Key__c$/.test(name) || !['externalId', 'unique', 'caseSensitive'].some((mark) => isTrue(root, mark))) return;
  for (const mark of ['externalId', 'unique', 'caseSensitive']) {
    if (!isTrue(root, mark)) yield finding(path, childOf(root, mark) ?? type, `The key ${name} is not <${mark}>.`, 'Keys are upserted by, and two may differ in case alone: set <externalId>, <unique> and <caseSensitive> to true.');
  }
}

function* moneyFields({ path, name, object, root }: MetadataFile, pack: Package): Generator<Finding> {
  if (textOf(root, 'type') === 'Currency') yield finding(path, childOf(root, 'type'), 'A Currency field rounds to the decimals of the org.', 'Use Number with three decimals beside an ISO currency.');
  const target = pack.objects.get(textOf(root, 'referenceTo'));
  const constraint = childOf(root, 'deleteConstraint');
  if (textOf(root, 'type') === 'Lookup' && moneyRows.has(object) && target && target.kind !== 'standard' && textOf(constraint) !== 'Restrict') yield finding(path, constraint ?? childOf(root, 'type'), `${name} of a money row lets ${target.name} be deleted under it.`, 'Set <deleteConstraint> to Restrict.');
}

function* versions({ path, type, root }: MetadataFile): Generator<Finding> {
  if (type !== 'flow' && type !== 'js') return;
  const version = childOf(root, 'apiVersion');
  if (textOf(version) !== apiVersion) yield finding(path, version ?? root, `The API version is ${textOf(version) || 'not said'}.`, `Write <apiVersion>${apiVersion}</apiVersion>.`);
}

const idShape = /(?<![\w/-])(?:00[0-9A-Za-z]|0[1-9][0-9A-Za-z]|a[0-9A-Z][0-9A-Za-z]|e00)[0-9A-Za-z]{5}0[0-9A-Za-z]{6}(?:[A-Z0-5]{3})?(?![\w-])/;
const address = /\bhttps?:\/\/(?!soap\.sforce\.com\/|www\.w3\.org\/)[^\s"'<]+/;

/** Most texts hold neither; each is looked through once. */
const suspect = new Map<string, { readonly text: string; readonly is: boolean }>();

/** What is true of one org only: record ids and web addresses. */
function* hardCoded(pack: Package): Generator<Finding> {
  for (const [path, text] of pack.files) {
    if (path.includes('__tests__/') || !/\.(xml|html|ts|js|css)$/.test(path)) continue;
    const mark = suspect.get(path);
    const isSuspect = mark?.text === text ? mark.is : address.test(text) || idShape.test(text);
    suspect.set(path, { text, is: isSuspect });
    if (!isSuspect) continue;
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      const [id] = idShape.exec(line) ?? [];
      const [url] = address.exec(line) ?? [];
      if (id !== undefined && /\d/.test(id) && /[A-Za-z]/.test(id)) yield finding(path, index + 1, `${id} looks like a record id, which is true of one org only.`, 'Find the record by a name or a setting.');
      if (url !== undefined) yield finding(path, index + 1, `${url} is a fixed web address.`, 'Make it a setting, or leave it to the documents.');
    }
  }
}

/** CurrencyIsoCode exists only in orgs with several currencies: naming it breaks the install in all others. */
function* currencyField(pack: Package): Generator<Finding> {
  for (const [path, text] of pack.files) {
    if (path.includes('__tests__/') || !text.includes('CurrencyIsoCode')) continue;
    for (const [index, line] of text.split('\n').entries()) if (/CurrencyIsoCode/.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line)) yield finding(path, index + 1, 'CurrencyIsoCode does not exist in an org with one currency.', 'Use the ISO currency field of this package.');
  }
}

/** The rules of this house that Salesforce itself would not enforce. */
export function* houseFindings(pack: Package): Generator<Finding> {
  yield* barredFiles(pack);
  for (const file of pack.metadata) {
    yield* descriptions(file);
    yield* versions(file);
    if (file.type === 'field') for (const check of [keyFields(file), moneyFields(file, pack)]) yield* check;
  }
  yield* hardCoded(pack);
  yield* currencyField(pack);
}
