import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import type { FieldSchema } from '../../sandbox/salesforce/org.ts';
import { actionsFor } from '../../force-app/main/platform/lwc/quittancePage/actions.ts';
import { all, type Component, ofType, picklistValues, text, type Xml } from '../house/package-metadata.ts';

const objects = ofType('object').filter(({ name, body }) => name.endsWith('__c') && text(body, 'customSettingsType') === '').map(({ name }) => name);
const sandbox = open(openWorld({ seed: 1 }));
sandbox.deployFolder('force-app');
const field = (object: string, name: string): FieldSchema | undefined => sandbox.org.schema.get(object)?.fields.get(name);

/** Codes that metadata uses for fields of every record, as far as this package uses them. */
const standard: Readonly<Record<string, string>> = { NAME: 'Name', LAST_UPDATE: 'LastModifiedDate', 'OWNER.ALIAS': 'OwnerId', 'OPPORTUNITY.NAME': 'Name', 'OPPORTUNITY.STAGE_NAME': 'StageName', 'OPPORTUNITY.AMOUNT': 'Amount', 'OPPORTUNITY.CLOSE_DATE': 'CloseDate' };
const unknown = (object: string, names: readonly string[]): string[] => names.filter((name) => field(object, standard[name] ?? name) === undefined).map((name) => `${object}.${name}`);
const textsOf = (xml: Xml, tag: string): string[] => all(xml, tag).map(String);

const layouts = ofType('layout').map(({ name, module, body }) => ({ object: name.split('-')[0] ?? '', name, module, body }));
const itemsOf = (body: Xml): readonly Xml[] => all(body, 'layoutSections').flatMap((each) => all(each, 'layoutColumns')).flatMap((each) => all(each, 'layoutItems'));
const shown = (body: Xml): string[] => itemsOf(body).map((each) => text(each, 'field'));
const personas = ['Quittance_Approver', 'Quittance_Finance', 'Quittance_Admin'];
const grants = (set: string, tag: string): readonly Xml[] => all(ofType('permissionset').find(({ name }) => name === set)?.body ?? '', tag);
const moduleOf = (object: string): string | undefined => ofType('object').find(({ name }) => name === object)?.module;

describe('page layouts', () => {
  it('lie one for each object in its module, under the name of the layout a new object gets, so that every profile has it', () => {
    const labels = new Map(ofType('object').map(({ name, body }) => [name, text(body, 'label')]));
    expect(layouts.map(({ module, name }) => `${module}/${name}`).sort()).toEqual(objects.map((name) => `${moduleOf(name) ?? ''}/${name}-${labels.get(name) ?? ''} Layout`).sort());
  });

  it('show fields that exist, each once, and every field of the object', () => {
    for (const { object, body } of layouts) {
      const names = shown(body);
      expect([object, unknown(object, names)]).toEqual([object, []]);
      expect([object, names.filter((name, at) => names.indexOf(name) !== at)]).toEqual([object, []]);
      expect([object, ofType('field').filter((each) => each.object === object && !names.includes(each.name)).map(({ name }) => name)]).toEqual([object, []]);
    }
  });

  it('leave to be typed only what some person may edit', () => {
    const editable = new Set(personas.flatMap((set) => grants(set, 'fieldPermissions')).filter((each) => text(each, 'editable') === 'true').map((each) => text(each, 'field')).filter((path) => objects.includes(path.split('.')[0] ?? '')));
    const typed = layouts.flatMap(({ object, body }) => itemsOf(body).filter((each) => text(each, 'behavior') !== 'Readonly').map((each) => `${object}.${text(each, 'field')}`)).filter((path) => path.endsWith('__c'));
    const required = typed.filter((path) => field(path.split('.')[0] ?? '', path.split('.')[1] ?? '')?.required);
    expect(typed.filter((path) => !required.includes(path)).sort()).toEqual([...editable].sort());
  });

  it('list what belongs to the record, by fields that exist', () => {
    const lists = layouts.flatMap(({ object, body }) => all(body, 'relatedLists').map((each) => ({ object, list: text(each, 'relatedList'), fields: [...textsOf(each, 'fields'), ...textsOf(each, 'sortField')] })));
    const own = lists.filter(({ list }) => list.includes('.'));
    const lookups = ofType('field').filter(({ body }) => objects.includes(text(body, 'referenceTo'))).map((each) => `${text(each.body, 'referenceTo')} has ${each.object}.${each.name}`);
    expect(own.map(({ object, list }) => `${object} has ${list}`).sort()).toEqual(lookups.sort());
    expect(own.flatMap(({ list, fields }) => unknown(list.split('.')[0] ?? '', fields))).toEqual([]);
  });

  it('show the history where one is kept, activities where they are allowed, and the approval where there is one', () => {
    const has = (object: string, list: string): boolean => layouts.some((each) => each.object === object && all(each.body, 'relatedLists').some((one) => text(one, 'relatedList') === list));
    const approved = ofType('approvalProcess').map(({ name }) => name.split('.')[0]);
    for (const { name, body } of ofType('object').filter((each) => objects.includes(each.name))) {
      expect([name, has(name, 'RelatedEntityHistoryList'), has(name, 'RelatedHistoryList'), has(name, 'RelatedProcessHistoryList')])
        .toEqual([name, text(body, 'enableHistory') === 'true', text(body, 'enableActivities') === 'true', approved.includes(name)]);
    }
  });

  it('offer Delete to nobody', () => {
    expect(layouts.filter(({ body }) => !textsOf(body, 'excludeButtons').includes('Delete')).map(({ object }) => object)).toEqual([]);
  });
});

describe('compact layouts', () => {
  it('are the primary one of each object and show at most ten fields that exist', () => {
    const assigned = ofType('object').filter(({ name }) => objects.includes(name)).map(({ name, body }) => `${name}.${text(body, 'compactLayoutAssignment')}`);
    expect(ofType('compactLayout').map(({ object, name }) => `${object}.${name}`).sort()).toEqual(assigned.sort());
    for (const { object, name, body } of ofType('compactLayout')) {
      const fields = textsOf(body, 'fields');
      expect([object, text(body, 'fullName'), unknown(object, fields), fields.length <= 10]).toEqual([object, name, [], true]);
      expect(fields.filter((each) => field(object, each)?.type === 'LongTextArea')).toEqual([]);
    }
  });
});

describe('list views', () => {
  const views = ofType('listView');
  const of = (object: string): string[] => views.filter((each) => each.object === object).map(({ name }) => name).sort();

  it('answer the questions people have', () => {
    expect(of('Payment_Request__c')).toEqual(['All', 'Awaiting_Approval', 'Awaiting_Funds', 'In_Progress', 'Needs_Correction', 'On_Hold', 'Outcome_Unknown', 'Paid_This_Week', 'Scheduled']);
    expect(of('Recipient_Account__c')).toEqual(['All', 'Inactive', 'Unverified']);
    expect(of('Payout_Batch__c')).toEqual(['All', 'Broken_Seals', 'Open']);
    expect(of('Sync_Issue__c')).toEqual(['All', 'Open', 'Open_Critical']);
    expect(of('Payment_Transaction__c')).toEqual(['All', 'Not_Confirmed', 'Provider_Differences', 'Returns', 'This_Week']);
    expect(of('Payment_Run__c')).toEqual(['All', 'Awaiting_Approval', 'Left_Out']);
    expect(of('Revenue__c')).toEqual(['All', 'Received_This_Week', 'To_Confirm', 'To_Match']);
    expect(of('Exchange_Rate__c')).toEqual(['All', 'Today']);
    expect(of('Fee_Allocation__c')).toEqual(['All', 'To_Confirm', 'Unallocated']);
    expect(of('Fee_Allocation_Rule__c')).toEqual(['Active', 'All']);
    expect(objects.filter((object) => !of(object).includes('All'))).toEqual([]);
  });

  it('name fields that exist and values their picklists have', () => {
    for (const { object, name, body } of views) {
      const filters = all(body, 'filters');
      expect([object, name, unknown(object, [...textsOf(body, 'columns'), ...filters.map((each) => text(each, 'field'))])]).toEqual([object, name, []]);
      const values = filters.flatMap((each) => text(each, 'value').split(',').map((value) => ({ picklist: field(object, text(each, 'field'))?.picklist, value })));
      expect(values.filter(({ picklist, value }) => picklist && !picklist.values.includes(value))).toEqual([]);
    }
  });

  it('put long texts in no column', () => {
    expect(views.flatMap(({ object, body }) => textsOf(body, 'columns').filter((name) => field(object, name)?.type === 'LongTextArea'))).toEqual([]);
  });
});

describe('search layouts', () => {
  it('show fields that exist', () => {
    for (const { name, body } of ofType('object').filter((each) => objects.includes(each.name))) {
      const searched = ['customTabListAdditionalFields', 'lookupDialogsAdditionalFields', 'searchResultsAdditionalFields'].map((tag) => all(body, 'searchLayouts', tag).map(String));
      expect([name, ...searched.map((fields) => fields.length > 0 && unknown(name, fields).length === 0)]).toEqual([name, true, true, true]);
    }
  });
});

describe('the path of a payment request', () => {
  const path = ofType('pathAssistant')[0] as Component;
  const steps = all(path.body, 'pathAssistantSteps');

  it('guides through every status, in the order of the picklist', () => {
    const status = ofType('field').find(({ object, name }) => object === text(path.body, 'entityName') && name === text(path.body, 'fieldName'));
    expect(steps.map((each) => text(each, 'picklistValueName'))).toEqual(picklistValues(status?.body ?? ''));
    expect(text(path.body, 'active')).toBe('true');
  });

  it('says in each step what to do, beside at most five fields that exist', () => {
    for (const each of steps) {
      const fields = textsOf(each, 'fieldNames');
      expect([text(each, 'picklistValueName'), unknown('Payment_Request__c', fields), fields.length >= 1 && fields.length <= 5]).toEqual([text(each, 'picklistValueName'), [], true]);
      expect(text(each, 'info').length).toBeGreaterThan(60);
      expect(text(each, 'info').length).toBeLessThanOrEqual(1000);
    }
  });

  it('names no action that the pages do not offer in that status', () => {
    const named = steps.flatMap((each) => [...text(each, 'info').matchAll(/\b(Hold|Release|Cancel|Retry|Re-initiate)\b/g)].map(([word]) => ({ status: text(each, 'picklistValueName'), word })));
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter(({ status, word }) => !actionsFor(status, 1).some(({ name }) => name === word))).toEqual([]);
  });
});

describe('tabs and the app', () => {
  const tabs = ofType('tab');
  const app = ofType('app')[0] as Component;

  it('give each object one described tab with a motif of its own', () => {
    expect(tabs.map(({ module, name }) => `${module}/${name}`).sort()).toEqual(objects.map((name) => `${moduleOf(name) ?? ''}/${name}`).sort());
    expect(tabs.filter(({ body }) => text(body, 'customObject') !== 'true' || text(body, 'description').length < 15).map(({ name }) => name)).toEqual([]);
    expect(new Set(tabs.map(({ body }) => text(body, 'motif'))).size).toBe(tabs.length);
  });

  it('open one Lightning app with tabs that exist', () => {
    const items = textsOf(app.body, 'tabs').filter((name) => !name.startsWith('standard-'));
    expect(items.filter((name) => !tabs.some((tab) => tab.name === name))).toEqual([]);
    expect([app.name, text(app.body, 'uiType'), items[0], text(app.body, 'description').length > 15]).toEqual(['Quittance', 'Lightning', 'Payment_Request__c', true]);
  });

  it('are seen by people according to their work, and not by the companion', () => {
    const seen = (set: string, visibility: string): string[] => grants(set, 'tabSettings').filter((each) => text(each, 'visibility') === visibility).map((each) => text(each, 'tab'));
    for (const set of personas) expect(grants(set, 'applicationVisibilities').map((each) => [text(each, 'application'), text(each, 'visible')])).toEqual([['Quittance', 'true']]);
    expect(personas.map((set) => seen(set, 'Visible').includes('Connection__c'))).toEqual([false, false, true]);
    expect(seen('Quittance_Approver', 'Available')).toEqual(['Funding_Account__c']);
    expect([...grants('Quittance_Companion', 'tabSettings'), ...grants('Quittance_Companion', 'applicationVisibilities')]).toEqual([]);
  });

  it('open no tab on an object the same permission set can not read', () => {
    for (const set of personas) {
      const readable = grants(set, 'objectPermissions').filter((each) => text(each, 'allowRead') === 'true').map((each) => text(each, 'object'));
      expect(grants(set, 'tabSettings').map((each) => text(each, 'tab')).filter((tab) => !readable.includes(tab))).toEqual([]);
    }
  });
});
