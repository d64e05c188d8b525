import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFunding as planOfCompanion } from '../../companion/domain/funding-plan.ts';
import { exponentOf } from '../../companion/domain/money.ts';
import { openStates, payoutStates, payoutTable, type PayoutEvent } from '../../companion/domain/payout-states.ts';
import { planFunding } from '../../force-app/main/payouts/lwc/fundingPlan/plan.ts';
import { actionsFor, type ActionName } from '../../force-app/main/platform/lwc/quittancePage/actions.ts';
import { decimalsOf } from '../../force-app/main/platform/lwc/quittancePage/money.ts';
import { pathOf } from '../../force-app/main/platform/lwc/quittancePage/path.ts';
import { all, ofType, packageRoot, text } from './package-metadata.ts';

const bundles = ofType('js').map(({ name, path, body }) => ({ name, folder: join(packageRoot, dirname(path)), body }));
const filesOf = (folder: string, ending: string): readonly string[] => readdirSync(folder).filter((file) => file.endsWith(ending)).map((file) => join(folder, file));
const textsOf = (ending: string) => bundles.flatMap(({ folder }) => filesOf(folder, ending)).map((file) => ({ file: file.slice(packageRoot.length + 1), source: readFileSync(file, 'utf8') }));
const sources = textsOf('.ts');
const templates = textsOf('.html');
const found = (what: RegExp, from = sources): readonly string[] => from.flatMap(({ file, source }) => [...source.matchAll(what)].map(([, name = '']) => `${name} in ${file}`));
const namesIn = (what: RegExp): readonly string[] => [...new Set(sources.flatMap(({ source }) => [...source.matchAll(what)].map(([, name = '']) => name)))];

const fields = new Set(ofType('field').map(({ object, name }) => `${object}.${name}`));
const standard = /^((User|Recipient_Account__c)\.Name|\w+\.LastModifiedDate)$/;
const labels = all(ofType('labels')[0]?.body ?? '', 'labels').map((label) => ({ name: text(label, 'fullName'), value: text(label, 'value') }));
const parents = new Map(ofType('field').map(({ object, name, body }) => [`${object}.${name}`, text(body, 'referenceTo')]));

/** The fields a query names, each with its object: what stands below a relationship (`Recipient__r: { … }`) belongs to the object it leads to. */
function fieldsIn(query: string): readonly string[] {
  const [root = ''] = /\b\w+__c(?=\()/.exec(query) ?? [];
  const around: string[] = [];
  let below = root;
  return [...query.matchAll(/[{}]|\b\w+__[cr]\b(?!\()/g)].flatMap(([token]) => {
    if (token === '{') around.push(below);
    if (token === '}') around.pop();
    const object = around.at(-1) ?? root;
    const field = /__[cr]$/.test(token) ? `${object}.${token.replace(/__r$/, '__c')}` : undefined;
    below = token.endsWith('__r') ? parents.get(field ?? '') ?? '' : object;
    return field ?? [];
  });
}
const queries = sources.flatMap(({ file, source }) => [...source.matchAll(/gql`([^`]+)`/g)].map(([, query = '']) => ({ file, query })));

describe('the Lightning web components', () => {
  it('are read down to the fields of parents', () => {
    expect(fieldsIn('a: Payment_Request__c(where: { Recipient__r: { Contact__c: { eq: $id } } }) { node { to: Recipient__r { name: Display_Name__c { value } } amount: Amount__c { value } } }')).toEqual([
      'Payment_Request__c.Recipient__c', 'Recipient_Account__c.Contact__c', 'Payment_Request__c.Recipient__c', 'Recipient_Account__c.Display_Name__c', 'Payment_Request__c.Amount__c',
    ]);
  });

  it('are described, of one API version, and tested, accessibility among it', () => {
    expect(bundles.length).toBeGreaterThan(6);
    const bare = bundles.filter(({ body }) => text(body, 'apiVersion') !== '66.0' || text(body, 'description').length < 40 || text(body, 'masterLabel') === '');
    expect(bare.map(({ name }) => name)).toEqual([]);
    const untested = bundles.filter(({ name, folder }) => {
      const tests = existsSync(join(folder, '__tests__')) ? filesOf(join(folder, '__tests__'), '.test.ts').map((file) => readFileSync(file, 'utf8')) : [];
      return tests.length === 0 || (existsSync(join(folder, `${name}.html`)) && !tests.some((test) => test.includes('toBeAccessible()')));
    });
    expect(untested.map(({ name }) => name)).toEqual([]);
  });

  it('name only fields that exist', () => {
    const named = namesIn(/@salesforce\/schema\/([\w.]+)'/g);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !fields.has(name) && !standard.test(name))).toEqual([]);
  });

  it('ask for existing fields only, each list with an end', () => {
    expect(queries.length).toBeGreaterThan(4);
    for (const { file, query } of queries) {
      expect([file, fieldsIn(query).filter((name) => !fields.has(name))]).toEqual([file, []]);
      expect([file, (query.match(/\bfirst: \d+/g) ?? []).length]).toEqual([file, 1]);
      // A field without an alias has another name in an org with a namespace, and the page would find nothing.
      expect([file, /^\s*\w+__[cr] \{/m.test(query)]).toEqual([file, false]);
    }
  });

  it('ask for nothing that finance or an approver may not read: one such field would leave the whole page empty', () => {
    const asked = [...new Set([...queries.flatMap(({ query }) => fieldsIn(query)), ...namesIn(/@salesforce\/schema\/([\w.]+)'/g)])].filter((name) => !standard.test(name));
    const always = new Set(ofType('field').filter(({ body }) => text(body, 'required') === 'true' || text(body, 'type') === 'MasterDetail').map(({ object, name }) => `${object}.${name}`));
    for (const set of ['Quittance_Finance', 'Quittance_Approver']) {
      const permissions = all(ofType('permissionset').find(({ name }) => name === set)?.body ?? '', 'fieldPermissions');
      const readable = new Set(permissions.filter((one) => text(one, 'readable') === 'true').map((one) => text(one, 'field')));
      expect([set, asked.filter((name) => !readable.has(name) && !always.has(name))]).toEqual([set, []]);
      const events = all(ofType('permissionset').find(({ name }) => name === set)?.body ?? '', 'objectPermissions').filter((one) => text(one, 'allowRead') === 'true').map((one) => text(one, 'object'));
      expect([set, events.includes('Payment_Status_Changed__e')]).toEqual([set, true]);
    }
  });

  it('change records in one place only, and by no Apex', () => {
    expect(found(/\b(updateRecord)\b(?=[^']*from)/g)).toEqual(['updateRecord in platform/lwc/quittancePage/asking.ts']);
    expect([...new Set(found(/\b(createRecord)\b/g))]).toEqual(['createRecord in platform/lwc/quittancePage/asking.ts']);
    expect(found(/(deleteRecord|@salesforce\/apex|executeMutation)/g)).toEqual([]);
  });

  it('say every word with a custom label', () => {
    const words = templates.flatMap(({ file, source }) => [...source.replace(/<!--[\s\S]*?-->/g, '').matchAll(/>([^<>]*[A-Za-z][^<>]*)</g)].map(([, said = '']) => said.replace(/\{[\w.]+\}/g, '').trim()).filter((said) => /[A-Za-z]/.test(said)).map((said) => `${said} in ${file}`));
    expect(words).toEqual([]);
    const attributes = found(/\b((?:label|title|placeholder|heading|message|alternative-text|aria-label|field-level-help|message-when-value-missing)="[^"]+")/g, templates);
    expect(attributes).toEqual([]);
  });

  it('use labels that exist, and leave none unused', () => {
    const used = namesIn(/@salesforce\/label\/c\.(\w+)'/g);
    expect(used.filter((name) => !labels.some((label) => label.name === name))).toEqual([]);
    expect(labels.filter(({ name }) => !used.includes(name)).map(({ name }) => name)).toEqual([]);
    expect(labels.filter(({ value }) => value.length > 1_000 || /[A-Za-z]-\s|  /.test(value)).map(({ name }) => name)).toEqual([]);
    const unread = sources.filter(({ file }) => file.endsWith('/labels.ts')).flatMap(({ file, source }) => {
      const own = [...sources, ...templates].filter((other) => dirname(other.file) === dirname(file)).map((other) => other.source).join('\n');
      return [...source.matchAll(/^ {2}(\w+):/gm)].map(([, key = '']) => key).filter((key) => !new RegExp(`\\blabel\\.${key}\\b`).test(own)).map((key) => `${key} in ${file}`);
    });
    expect(unread).toEqual([]);
  });
});

describe('what the components know of payments', () => {
  const events: Readonly<Record<Exclude<ActionName, 'Retry'>, PayoutEvent>> = { Submit: 'submit', Hold: 'hold', Release: 'release', Cancel: 'cancel', 'Re-initiate': 'reinitiate' };
  const wakes = new Set<string>(openStates);

  it('agrees with the state table: no action is offered that it forbids, except asking the provider to stop what is on its way', () => {
    const offered = payoutStates.flatMap((state) => actionsFor(state, 1).map(({ name }) => ({ state, name })));
    const forbidden = offered.filter(({ state, name }) => name !== 'Retry' && ['never', 'stay'].includes(payoutTable[state][events[name]]) && !(name === 'Cancel' && wakes.has(state)));
    expect(forbidden).toEqual([]);
    expect(offered.length).toBeGreaterThan(20);
  });

  it('offers nothing to do with what has ended well or was given up', () => {
    for (const state of ['Submitted', 'Completed', 'Cancelled']) expect(actionsFor(state, 1)).toEqual([]);
  });

  it('places every state on the path, and gives each a meaning', () => {
    const meanings = sources.find(({ file }) => file.endsWith('payoutTimeline/meanings.ts'))?.source ?? '';
    for (const state of payoutStates) {
      expect([state, pathOf(state)?.steps.filter(({ place }) => place === 'here').length]).toEqual([state, 1]);
      expect([state, new RegExp(`^ {2}'?${state}'?: label\\.means`, 'm').test(meanings)]).toEqual([state, true]);
    }
    expect(pathOf('Paid')).toBeUndefined();
  });

  it('shows each currency with the decimals the companion counts in', () => {
    const currencies = ofType('globalValueSet').filter(({ name }) => name === 'Currency_Code').flatMap(({ body }) => all(body, 'customValue').map((value) => text(value, 'fullName')));
    expect(currencies.length).toBeGreaterThan(25);
    for (const currency of [...currencies, 'IQD', 'XAF']) expect([currency, decimalsOf(currency)]).toEqual([currency, exponentOf(currency)]);
  });

  it('plans the funding by the same rules as the companion', () => {
    const demands = fc.array(fc.record({ id: fc.uuid(), amountMinor: fc.integer({ min: 1, max: 1_000 }), wantedOn: fc.option(fc.constantFrom('2026-11-01', '2026-11-21', '2026-11-30', '2026-12-24'), { nil: undefined }) }), { maxLength: 12 });
    fc.assert(fc.property(fc.integer({ min: -500, max: 5_000 }), demands, (available, wanted) => expect(planFunding(available, wanted, '2026-11-21')).toEqual(planOfCompanion(available, wanted, '2026-11-21'))));
  });
});
