import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open, type SalesforceSandbox } from '../../sandbox/salesforce/open.ts';

const org = (namespace = 'quittance'): SalesforceSandbox => open(openWorld({ seed: 1 }), namespace === '' ? {} : { namespace });
const file = (path: string, root: string, inside: string) => ({ path, bytes: new TextEncoder().encode(`<?xml version="1.0"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${root}>`) });
const object = file('objects/Debt__c/Debt__c.object-meta.xml', 'CustomObject', '<label>Debt</label><nameField><label>No</label><type>AutoNumber</type><displayFormat>D-{0}</displayFormat></nameField><sharingModel>Private</sharingModel>');
const grant = (name: string) => `<objectPermissions><allowCreate>true</allowCreate><allowRead>true</allowRead><object>${name}</object></objectPermissions>`;
const process = (active: string) => file('approvalProcesses/Debt__c.Approve.approvalProcess-meta.xml', 'ApprovalProcess', `<active>${active}</active><label>Approve</label><recordEditability>AdminOnly</recordEditability>`);

describe('installing a managed package', () => {
  it('takes our package whole: nothing of it stays behind', () => {
    const sandbox = org();
    const { success, leftOut } = sandbox.installFolder('force-app');
    expect([success, leftOut]).toEqual([true, []]);
    expect(sandbox.org.schema.has('Payment_Request__c')).toBe(true);
    expect(sandbox.org.approvalProcesses.map(({ active }) => active)).toEqual([false, false]);
  });

  it('needs a namespace', () => {
    expect(() => org('').installFiles([object])).toThrow(/has a namespace.*Open it with a namespace, or deploy/s);
  });

  it('ignores access to standard objects, and keeps that to packaged ones', () => {
    const sandbox = org();
    const { leftOut } = sandbox.installFiles([object, file('permissionsets/Clerk.permissionset-meta.xml', 'PermissionSet', `<label>Clerk</label>${grant('Account')}${grant('Debt__c')}`)]);
    expect(leftOut.map(({ fullName, why }) => [fullName, why])).toEqual([['Clerk', 'access to the standard object Account is ignored: the admin grants it']]);
    expect([...sandbox.org.permissionSets.get('Clerk')?.objects.keys() ?? []]).toEqual(['Debt__c']);
  });

  it.each([['profiles/Clerk.profile-meta.xml', 'Profile'], ['queues/Debts.queue-meta.xml', 'Queue'], ['groups/Clerks.group-meta.xml', 'Group'], ['sharingRules/Debt__c.sharingRules-meta.xml', 'SharingRules']])('leaves %s behind and says so', (path, root) => {
    const { leftOut, components } = org().installFiles([object, file(path, root, '')]);
    expect(leftOut).toMatchObject([{ type: root, file: path }]);
    expect(components.map(({ type }) => type)).not.toContain(root);
  });

  it.each([['settings/Account.settings-meta.xml', 'AccountSettings', 'Settings'], ['standardValueSets/Industry.standardValueSet-meta.xml', 'StandardValueSet', 'StandardValueSet']])('refuses a package with %s, and keeps nothing of it', (path, root, type) => {
    const sandbox = org();
    expect(() => sandbox.installFiles([object, file(path, root, '')])).toThrow(new RegExp(`${path}.*${type}.* not packageable`));
    expect(sandbox.org.schema.has('Debt__c')).toBe(false);
  });

  it('brings an approval process inactive, and leaves it to the subscriber when it is upgraded', () => {
    const sandbox = org();
    expect(sandbox.installFiles([object, process('true')]).leftOut.map(({ why }) => why)).toEqual(['its activation does not travel: the admin activates it']);
    expect(sandbox.org.approvalProcesses[0]?.active).toBe(false);
    sandbox.deployFiles([process('true')]);
    expect(sandbox.installFiles([object, process('false')]).leftOut).toHaveLength(1);
    expect(sandbox.org.approvalProcesses[0]?.active).toBe(true);
  });

  it('refuses what a deployment refuses', () => {
    const broken = file('objects/Debt__c/fields/Whose__c.field-meta.xml', 'CustomField', '<label>Whose</label><type>Lookup</type><referenceTo>Nobody__c</referenceTo>');
    expect(() => org().installFiles([object, broken])).toThrow(/the install failed.*Nobody__c/s);
  });
});
