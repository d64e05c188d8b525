import { describe, expect, it } from '@jest/globals';
import { payoutStates } from '../../companion/domain/payout-states.ts';
import { all, ofType, picklistValues, text } from './package-metadata.ts';
import type { Component } from './package-metadata.ts';

const fields = ofType('field');
const objects = ofType('object');
const permissionSets = ofType('permissionset');
const path = ({ object, name }: Component): string => `${object}.${name}`;
const isSetting = (name: string): boolean => objects.some((object) => object.name === name && text(object.body, 'customSettingsType') !== '');
/** Events and custom settings know no field-level security; the rest, our fields on standard objects included (U-241), does unless the field is always visible anyway. */
const isSecured = (field: Component): boolean =>
  !field.object.endsWith('__e') && !isSetting(field.object) && text(field.body, 'required') !== 'true' && text(field.body, 'type') !== 'MasterDetail';
const grants = permissionSets.flatMap((set) =>
  all(set.body, 'fieldPermissions').map((grant) => ({ set: set.name, field: text(grant, 'field'), editable: text(grant, 'editable') === 'true' })),
);
const objectGrants = permissionSets.flatMap((set) => all(set.body, 'objectPermissions').map((grant) => ({ set: set.name, grant })));

describe('the objects and fields of the package', () => {
  it('are all described', () => {
    const silent = [...objects, ...fields].filter(({ body }) => text(body, 'description').length < 15);
    expect(silent.map(({ path: file }) => file)).toEqual([]);
    expect(fields.length).toBeGreaterThan(130);
  });

  it('help wherever finance or an admin may type', () => {
    const typed = new Set(grants.filter(({ set, editable }) => editable && set !== 'Quittance_Companion').map(({ field }) => field));
    expect(fields.filter((field) => typed.has(path(field)) && text(field.body, 'inlineHelpText') === '').map(path)).toEqual([]);
  });

  it('give the payment request exactly the states of the payout state table, in its order', () => {
    const status = fields.find((field) => path(field) === 'Payment_Request__c.Status__c');
    expect(picklistValues(status?.body ?? '')).toEqual([...payoutStates]);
    expect(text(status?.body ?? '', 'valueSet', 'restricted')).toBe('true');
  });

  it('hold money as numbers with three decimals, never as Currency', () => {
    const money = fields.filter(({ name }) => /(^|_)(Amount|Limit|Total|Movement|Available|Threshold|Residue)__c$/.test(name) && name !== 'Api_Calls_Limit__c');
    expect(money.filter(({ body }) => `${text(body, 'precision')},${text(body, 'scale')}` !== '18,3').map(path)).toEqual([]);
    expect(fields.filter(({ body }) => text(body, 'type') === 'Currency').map(path)).toEqual([]);
  });

  it('track no more than the twenty fields Salesforce allows per object', () => {
    for (const { name } of objects) expect(fields.filter((field) => field.object === name && text(field.body, 'trackHistory') === 'true').length).toBeLessThanOrEqual(20);
  });
});

describe('the permission sets', () => {
  it('cover every field that has field-level security', () => {
    const covered = new Set(grants.map(({ field }) => field));
    expect(fields.filter((field) => isSecured(field) && !covered.has(path(field))).map(path)).toEqual([]);
  });

  it('name no field that Salesforce would refuse: unknown, required, master-detail', () => {
    const secured = new Set(fields.filter(isSecured).map(path));
    expect(grants.filter(({ field }) => !secured.has(field))).toEqual([]);
  });

  it('never let anybody edit a formula', () => {
    const formulas = new Set(fields.filter(({ body }) => text(body, 'formula') !== '').map(path));
    expect(grants.filter(({ field, editable }) => editable && formulas.has(field))).toEqual([]);
  });

  it('let only the companion edit what the companion owns', () => {
    const owned = /\.(Companion_\w+|Ledger_\w+|Reference__c|Attempt__c|Approved_\w+|Provider_Status__c|Status__c|Bank_Fingerprint__c|Available__c)$/;
    expect(grants.filter(({ set, field, editable }) => editable && set !== 'Quittance_Companion' && owned.test(field))).toEqual([]);
  });

  it('let nobody edit who verified or who changed the payee', () => {
    expect(grants.filter(({ field, editable }) => editable && /\.(Verified_|Payee_Changed_)/.test(field))).toEqual([]);
  });

  it('grant delete to no person, and to the companion only because Modify All requires it', () => {
    const deleters = objectGrants.filter(({ grant }) => text(grant, 'allowDelete') === 'true');
    expect(deleters.every(({ set, grant }) => set === 'Quittance_Companion' && text(grant, 'modifyAllRecords') === 'true')).toBe(true);
    // Salesforce refuses Modify All without all of these (ObjectPermissions, object reference).
    for (const { grant } of objectGrants.filter(({ grant: each }) => text(each, 'modifyAllRecords') === 'true'))
      for (const needed of ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords']) expect([text(grant, 'object'), needed, text(grant, needed)]).toEqual([text(grant, 'object'), needed, 'true']);
  });

  it('touch objects of this package only, need no licence, and let everybody see all of it', () => {
    const ours = objects.map(({ name }) => name);
    expect(objectGrants.map(({ grant }) => text(grant, 'object')).filter((name) => !ours.includes(name))).toEqual([]);
    expect(permissionSets.filter(({ body }) => text(body, 'license') !== '').map(({ name }) => name)).toEqual([]);
    for (const { name } of permissionSets)
      for (const object of ours.filter((each) => each.endsWith('__c') && !isSetting(each)))
        expect([name, object, objectGrants.some(({ set, grant }) => set === name && text(grant, 'object') === object && text(grant, 'viewAllRecords') === 'true')]).toEqual([name, object, true]);
  });

  it('let the companion publish and receive both events', () => {
    for (const event of ['Work_Requested__e', 'Payment_Status_Changed__e']) {
      const found = objectGrants.find(({ set, grant }) => set === 'Quittance_Companion' && text(grant, 'object') === event);
      expect([event, text(found?.grant ?? '', 'allowCreate'), text(found?.grant ?? '', 'allowRead')]).toEqual([event, 'true', 'true']);
    }
  });
});
