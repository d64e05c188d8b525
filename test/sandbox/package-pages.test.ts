import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../../sandbox/kit/world.ts';
import { templates } from '../../sandbox/salesforce/flexipage-templates.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import { all, ofType, text, type Xml } from '../house/package-metadata.ts';

const sandbox = open(openWorld({ seed: 1 }));
sandbox.deployFolder('force-app');
const layouts = ofType('layout').map(({ name, body }) => ({ object: name.split('-')[0] ?? '', body }));
const moduleOf = (object: string): string | undefined => ofType('object').find(({ name }) => name === object)?.module;
/** A balance reading is looked at in lists and charts; its page is the standard one. */
const withPage = layouts.filter(({ object }) => object !== 'Balance_Snapshot__c');

describe('Lightning pages', () => {
  const pages = ofType('flexipage');
  const regionsOf = (body: Xml): readonly Xml[] => all(body, 'flexiPageRegions');
  const componentsOf = (xml: Xml): readonly Xml[] => all(xml, 'itemInstances').flatMap((each) => all(each, 'componentInstance'));
  const placed = (body: Xml): string[] => regionsOf(body).flatMap(componentsOf).map((each) => text(each, 'componentName'));
  const named = (name: string): Xml => pages.find((each) => each.name === name)?.body ?? '';

  it('lie one for the records of each object with a page of its own, in its module, described', () => {
    const records = pages.filter(({ body }) => text(body, 'type') === 'RecordPage');
    expect(records.map(({ module, name }) => `${module}/${name}`).sort()).toEqual(withPage.map(({ object }) => `${moduleOf(object) ?? ''}/${object.replace('__c', '_Record_Page')}`).sort());
    expect(records.filter(({ name, body }) => text(body, 'sobjectType').replace('__c', '_Record_Page') !== name).map(({ name }) => name)).toEqual([]);
    expect(pages.filter(({ body }) => text(body, 'description').length < 40 || text(body, 'description').length > 255).map(({ name }) => name)).toEqual([]);
  });

  it('fill the regions that their template has, leaving none out, and show highlights and details on each record page', () => {
    for (const { name, body } of pages) {
      const regions = regionsOf(body).filter((each) => text(each, 'type') === 'Region').map((each) => text(each, 'name')).sort();
      const wanted = (templates[text(body, 'template', 'name')]?.regions ?? []).filter((each) => each !== 'backgroundComponents');
      expect([name, regions]).toEqual([name, [...wanted].sort()]);
      if (text(body, 'type') === 'RecordPage') expect([name, placed(body).slice(0, 1), placed(body).filter((each) => each === 'force:detailPanel')]).toEqual([name, ['force:highlightsPanel'], ['force:detailPanel']]);
    }
  });

  it('show related lists where the layout has some', () => {
    for (const { object, body } of withPage) {
      const page = named(object.replace('__c', '_Record_Page'));
      expect([object, placed(page).includes('force:relatedListContainer')]).toEqual([object, all(body, 'relatedLists').length > 0]);
    }
  });

  it('show the path without a button that would change a status by hand', () => {
    const paths = pages.flatMap(({ body }) => regionsOf(body)).flatMap(componentsOf).filter((each) => text(each, 'componentName').endsWith(':pathAssistant'));
    expect(paths.map((each) => all(each, 'componentInstanceProperties').map((one) => `${text(one, 'name')} ${text(one, 'value')}`))).toEqual([['hideUpdateButton true', 'variant linear']]);
  });

  it('place every component that customers may place', () => {
    const exposed = ofType('js').filter(({ body }) => text(body, 'isExposed') === 'true').map(({ name }) => `c:${name}`);
    const used = new Set(pages.flatMap(({ body }) => placed(body)));
    expect(exposed.filter((name) => !used.has(name))).toEqual([]);
  });

  it('show a component by rules whose values their field has', () => {
    const criteria = pages.flatMap(({ name, body }) => regionsOf(body).flatMap(componentsOf).flatMap((each) => all(each, 'visibilityRule')).flatMap((each) => all(each, 'criteria')).map((each) => ({ name, object: text(body, 'sobjectType'), left: text(each, 'leftValue'), right: text(each, 'rightValue') })));
    expect(criteria.map(({ name, left, right }) => `${name}: ${left} ${right}`)).toEqual(['Payment_Request_Record_Page: {!Record.Status__c} Submitted', 'Quittance_Home: {!$Permission.StandardPermission.ViewSetup} true']);
    const onFields = criteria.flatMap(({ object, left, right }) => [...left.matchAll(/^\{!Record\.(\w+)\}$/g)].map(([, path = '']) => ({ values: sandbox.org.schema.get(object)?.fields.get(path)?.picklist?.values ?? [], right })));
    expect(onFields.filter(({ values, right }) => !values.includes(right))).toEqual([]);
  });

  it('are what the app opens, for every object on desk and phone, with its own home page and utility bar', () => {
    const app = ofType('app')[0]?.body ?? '';
    const overrides = all(app, 'actionOverrides').map((each) => `${text(each, 'actionName')} ${text(each, 'pageOrSobjectType')} ${text(each, 'formFactor')} ${text(each, 'content')}`);
    const records = pages.filter(({ body }) => text(body, 'type') === 'RecordPage').flatMap(({ name, body }) => ['Small', 'Large'].map((form) => `View ${text(body, 'sobjectType')} ${form} ${name}`));
    expect(overrides.sort()).toEqual([...records, 'Tab standard-home Large Quittance_Home'].sort());
    expect([text(app, 'utilityBar'), all(app, 'profileActionOverrides').length]).toEqual(['Quittance_UtilityBar', 0]);
  });
});

describe('permission set groups', () => {
  it('hold one permission set each, so that a customer adds sets of the org\'s own to the group', () => {
    expect(ofType('permissionsetgroup').map(({ name, body }) => `${name}: ${all(body, 'permissionSets').join()}`)).toEqual(ofType('permissionset').map(({ name }) => `${name}_Group: ${name}`));
  });
});
