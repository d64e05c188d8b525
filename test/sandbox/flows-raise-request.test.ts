import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Row, User } from '../../sandbox/salesforce/org.ts';
import { packageOrg } from './package-org.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>';
const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const field = (name: string, rest: string): readonly [path: string, body: string] => [`objects/Bill__c/fields/${name}.field-meta.xml`, `${head}<CustomField ${xmlns}><fullName>${name}</fullName><label>${name}</label>${rest}</CustomField>`];
const given = (name: string, reference: string): string => `<inputAssignments><name>${name}</name><value>${reference.includes(' ') ? `<stringValue>${reference.trim()}</stringValue>` : `<elementReference>$Record.${reference}</elementReference>`}</value></inputAssignments>`;
const kept = (name: string): string => `<outputAssignments><assignToReference>$Record.${name}__c</assignToReference><name>${name}</name></outputAssignments>`;

/** What a customer builds: an object of their own, and a flow that calls the template when a bill is approved. */
function billsOfACustomer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bills-'));
  folders.push(folder);
  const place = '<locationX>0</locationX><locationY>0</locationY>';
  const inputs = [given('Source_Name', ' bill'), given('Source_Id', 'Id'), given('Recipient_Id', 'Payee__c'), given('Amount', 'Total__c'), given('Currency_Code', 'Money__c'), given('Purpose', 'Subject__c'), given('Invoice_Number', 'Name'), given('Due_Date', 'Due__c')];
  const files = [
    ['objects/Bill__c/Bill__c.object-meta.xml', `${head}<CustomObject ${xmlns}><label>Bill</label><pluralLabel>Bills</pluralLabel><nameField><label>Number</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel><deploymentStatus>Deployed</deploymentStatus></CustomObject>`],
    field('Payee__c', '<type>Lookup</type><referenceTo>Recipient_Account__c</referenceTo><relationshipName>Bills</relationshipName>'), field('Total__c', '<type>Number</type><precision>18</precision><scale>2</scale>'), field('Money__c', '<type>Text</type><length>3</length>'),
    field('Subject__c', '<type>Text</type><length>255</length>'), field('Due__c', '<type>Date</type>'), field('Approved__c', '<type>Checkbox</type><defaultValue>false</defaultValue>'),
    field('Outcome__c', '<type>Text</type><length>80</length>'), field('Why__c', '<type>Text</type><length>255</length>'), field('Payment_Request_Id__c', '<type>Text</type><length>18</length>'),
    ['flows/Bill_Approved.flow-meta.xml', `${head}<Flow ${xmlns}><apiVersion>66.0</apiVersion><label>Bill Approved</label><processType>AutoLaunchedFlow</processType><recordUpdates><name>Keep</name><label>Keep</label>${place}<inputReference>$Record</inputReference></recordUpdates><start>${place}<connector><targetReference>Raise</targetReference></connector><doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria><filterLogic>and</filterLogic><filters><field>Approved__c</field><operator>EqualTo</operator><value><booleanValue>true</booleanValue></value></filters><object>Bill__c</object><recordTriggerType>CreateAndUpdate</recordTriggerType><triggerType>RecordAfterSave</triggerType></start><status>Active</status><subflows><name>Raise</name><label>Raise</label>${place}<connector><targetReference>Keep</targetReference></connector><flowName>Raise_Payment_Request</flowName>${inputs.join('')}${['Outcome', 'Why', 'Payment_Request_Id'].map(kept).join('')}</subflows></Flow>`],
  ] as const;
  for (const [path, body] of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), body);
  }
  return folder;
}

function bills() {
  const made = packageOrg();
  const { org, sandbox, fay, save } = made;
  const { components } = sandbox.deployFolder(billsOfACustomer());
  expect(components.filter(({ problem }) => problem !== undefined)).toEqual([]);
  const recipient = save('Recipient_Account__c', { Display_Name__c: 'Pat Partner', Provider__c: 'payoneer', Payee_Key__c: 'payoneer:sandbox:100200300:pat' }, fay);
  const bill = (changes: Row = {}, by: User = sandbox.admin): string => save('Bill__c', { Name: 'B-77', Payee__c: recipient, Total__c: '1250.5', Money__c: 'USD', Subject__c: 'Printing', Due__c: '2026-12-24', ...changes }, by);
  return { ...made, recipient, bill, of: (id: string): Row => org.find('Bill__c', id) ?? {}, raised: () => [...org.rows('Payment_Request__c').values()] };
}
const approved = { Approved__c: true };

describe('a flow of a customer that calls Raise Payment Request', () => {
  it('raises one draft when a bill is approved, owned by whoever looks after the recipient, and knows which', () => {
    const { bill, of, raised, recipient, fay } = bills();
    const waiting = bill();
    expect(raised()).toEqual([]);
    const id = bill(approved);
    expect(raised()).toMatchObject([{ Status__c: 'Draft', Recipient__c: recipient, OwnerId: fay.id, Amount__c: '1250.5', Currency__c: 'USD', Purpose__c: 'Printing', Invoice_Number__c: 'B-77', Due_Date__c: '2026-12-24', Source_Key__c: `bill:${id}` }]);
    expect(of(id)).toMatchObject({ Outcome__c: 'Raised', Payment_Request_Id__c: raised()[0]?.Id });
    expect(of(waiting).Outcome__c ?? null).toBeNull();
  });

  it('raises nothing again, however often the bill is saved or its total changed, and leaves what is there', () => {
    const { bill, of, raised, save, sandbox } = bills();
    const id = bill(approved);
    save('Bill__c', { Id: id, Total__c: '99' }, sandbox.admin);
    save('Bill__c', { Id: id, Approved__c: false }, sandbox.admin);
    save('Bill__c', { Id: id, ...approved }, sandbox.admin);
    expect(raised()).toMatchObject([{ Amount__c: '1250.5' }]);
    expect(of(id)).toMatchObject({ Outcome__c: 'There already', Payment_Request_Id__c: raised()[0]?.Id, Why__c: expect.stringMatching(/^PR-\d+ was raised for it before$/) });
  });

  it('raises one each for two bills that are alike: whether they are one debt is decided before the payment', () => {
    const { bill, raised } = bills();
    bill(approved);
    bill(approved);
    expect(new Set(raised().map(({ Source_Key__c }) => Source_Key__c)).size).toBe(2);
  });

  it.each<[string, Row, RegExp]>([
    ['an amount', { Total__c: null }, /\[AMOUNT\]/],
    ['a currency', { Money__c: null }, /Currency__c/],
    ['a recipient', { Payee__c: null }, /Recipient__c/],
    ['an amount above zero', { Total__c: '-5' }, /AMOUNT|[Aa]mount/],
  ])('is told what could not be raised for lack of %s, and its bill is saved all the same', (_what, changes, why) => {
    const { bill, of, raised } = bills();
    const id = bill({ ...approved, ...changes });
    expect(raised()).toEqual([]);
    expect(of(id)).toMatchObject({ Name: 'B-77', Outcome__c: 'Not raised', Why__c: expect.stringMatching(why) });
  });

  it('raises it after all when what lacked is there', () => {
    const { bill, of, raised, save, sandbox } = bills();
    const id = bill({ ...approved, Total__c: null });
    save('Bill__c', { Id: id, Total__c: '7', Approved__c: false }, sandbox.admin);
    save('Bill__c', { Id: id, ...approved }, sandbox.admin);
    expect(raised()).toMatchObject([{ Amount__c: '7' }]);
    expect(of(id)).toMatchObject({ Outcome__c: 'Raised' });
  });
});
