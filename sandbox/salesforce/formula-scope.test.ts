import { describe, expect, it } from '@jest/globals';
import { toFieldValue } from './formula-field-value.ts';
import { formulaFieldValue, rowScope } from './formula-scope.ts';
import { evaluateFormula } from './formula.ts';
import { testOrg } from './flow-test-org.ts';
import type { FieldSchema, FieldValue, Row } from './org.ts';
import { field } from './standard-objects.ts';

const settings = `<CustomObject><label>S</label><customSettingsType>Hierarchy</customSettingsType><visibility>Public</visibility>
<fields><fullName>Limit__c</fullName><label>L</label><type>Number</type><precision>18</precision><scale>3</scale></fields>
<fields><fullName>Pause__c</fullName><label>P</label><type>Checkbox</type><defaultValue>false</defaultValue></fields></CustomObject>`;
const permission = '<CustomPermission><label>Pay</label></CustomPermission>';

function opened() {
  const made = testOrg({ 'objects/Set__c.object': settings, 'customPermissions/Pay.customPermission': permission });
  const object = made.org.schema.get('Job__c');
  if (!object) throw new Error('no Job__c');
  const compute = (formula: string, row: Row, more: { prior?: Row; blanksAsZero?: boolean; flow?: boolean } = {}): FieldValue =>
    toFieldValue(evaluateFormula(formula, rowScope(made.org, object, { row, prior: more.prior ?? null, by: made.ann, blanksAsZero: more.blanksAsZero ?? false, flow: more.flow ?? false })));
  return { ...made, object, compute };
}

describe('the scope of a record', () => {
  it('reads over relationships, also empty ones', () => {
    const { compute, bob } = opened();
    expect(compute('Reviewer__r.Name', { Reviewer__c: bob.id })).toBe('bob');
    expect(compute('ISBLANK(Reviewer__r.Name)', { Reviewer__c: null })).toBe(true);
  });

  it('gives ids 15 characters, in flows 18', () => {
    const { compute, ann, bob } = opened();
    expect(compute('$User.Id & "/" & Reviewer__c', { Reviewer__c: bob.id })).toBe(`${ann.id.slice(0, 15)}/${bob.id.slice(0, 15)}`);
    expect(compute('CASESAFEID($User.Id)', {})).toBe(ann.id);
    expect(compute('$User.Id', {}, { flow: true })).toBe(ann.id);
  });

  it('reads settings of the user before those of the organisation, field by field', () => {
    const { org, ann, compute } = opened();
    expect(compute('$Setup.Set__c.Pause__c', {})).toBe(false);
    org.put('Set__c', { SetupOwnerId: org.id, Limit__c: '10.5', Pause__c: true });
    expect(compute('$Setup.Set__c.Limit__c', {})).toBe('10.5');
    org.put('Set__c', { SetupOwnerId: ann.id, Limit__c: null, Pause__c: false });
    expect(compute('TEXT($Setup.Set__c.Limit__c) & IF($Setup.Set__c.Pause__c, " on", " off")', {})).toBe('10.5 off');
  });

  it('knows custom permissions as granted, and refuses unknown names', () => {
    const { compute } = opened();
    expect(compute('$Permission.Pay', {})).toBe(false);
    expect(() => compute('$Permission.Nobody', {})).toThrow('$Permission.Nobody does not exist');
    expect(() => compute('Amont__c > 1', {})).toThrow('field Amont__c does not exist on Job__c');
    expect(() => compute('Nobody__r.Name', {})).toThrow('no relationship Nobody__r');
  });

  it('treats a blank number as blank or as zero, as it is told', () => {
    const { compute } = opened();
    expect(compute('Amount__c + 1', {})).toBeNull();
    expect(compute('Amount__c + 1', {}, { blanksAsZero: true })).toBe('1');
    expect(compute('ISBLANK(Amount__c)', {}, { blanksAsZero: true })).toBe(false);
  });

  it('compares with the record as it was', () => {
    const { compute } = opened();
    const prior = { Amount__c: '1', Status__c: 'Draft' };
    expect(compute('ISCHANGED(Amount__c) && NOT(ISCHANGED(Status__c)) && PRIORVALUE(Amount__c) = 1', { Amount__c: '1.001', Status__c: 'Draft' }, { prior })).toBe(true);
  });
});

describe('a formula field', () => {
  const formula = (name: string, text: string, more: Partial<FieldSchema> = {}): FieldSchema => field(name, 'Text', { formula: text, custom: true, ...more });

  it('is computed through other formula fields and rounded to its scale', () => {
    const { org, object, ann } = opened();
    object.fields.set('Half__c', formula('Half__c', 'Amount__c / 2', { type: 'Number', scale: 2 }));
    const text = formula('Words__c', 'TEXT(Half__c) & " EUR"');
    expect(formulaFieldValue(org, object, { Amount__c: '99999999999999.01' }, text, ann)).toBe('49999999999999.51 EUR');
  });

  it('is empty when it cannot be computed', () => {
    const { org, object, ann } = opened();
    expect(formulaFieldValue(org, object, {}, formula('Bad__c', 'TEXT(1 / Amount__c)'), ann)).toBeNull();
  });

  it('ends in words when it reads itself in a circle', () => {
    const { org, object, ann } = opened();
    const circle = formula('Loop__c', 'Loop__c & "x"');
    object.fields.set('Loop__c', circle);
    expect(formulaFieldValue(org, object, {}, circle, ann)).toBeNull();
  });
});
