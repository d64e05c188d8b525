import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import type { Row, SaveResult, User } from '../../sandbox/salesforce/org.ts';

function opened() {
  const sandbox = open(openWorld({ seed: 9 }));
  sandbox.deployFolder('test/fixtures/mini-package');
  const clerk = sandbox.addUser({ username: 'clerk@sandbox.example', permissionSets: ['Order_Clerk'] });
  const { org, admin } = sandbox;
  const save = (rows: Row[], by: User, allOrNone = false): SaveResult[] => org.save('Order__c', rows, { by, allOrNone, source: 'api' });
  const codes = (results: readonly SaveResult[]): (string | undefined)[] => results.map(({ success, errors }) => (success ? 'ok' : errors[0]?.statusCode));
  return { sandbox, org, admin, clerk, save, codes };
}

describe('saving', () => {
  it('refuses a locked record to all but Modify All and the named editors', () => {
    const { org, admin, clerk, save, codes } = opened();
    const id = save([{ Total__c: '1' }], clerk)[0]?.id ?? '';
    org.locks.set(id, { editors: [] });
    expect(codes(save([{ Id: id, State__c: 'Paid' }], clerk))).toEqual(['ENTITY_IS_LOCKED']);
    expect(codes(org.save('Order__c', [{ Id: id, State__c: 'Paid' }], { by: clerk, allOrNone: false, source: 'flow' }))).toEqual(['ENTITY_IS_LOCKED']);
    expect(codes(save([{ Id: id, State__c: 'Paid' }], admin))).toEqual(['ok']);
    org.locks.set(id, { editors: [clerk.id] });
    expect(codes(save([{ Id: id, State__c: 'New' }], clerk))).toEqual(['ok']);
  });

  it('lets approval updates pass validation rules', () => {
    const { org, clerk, save, codes } = opened();
    const id = save([{ Total__c: '1' }], clerk)[0]?.id ?? '';
    expect(codes(save([{ Id: id, Total__c: '-1' }], clerk))).toEqual(['FIELD_CUSTOM_VALIDATION_EXCEPTION']);
    expect(codes(org.save('Order__c', [{ Id: id, Total__c: '-1' }], { by: clerk, allOrNone: true, source: 'approval' }))).toEqual(['ok']);
  });

  it('publishes after commit, and nothing when the transaction is taken back', () => {
    const { org, clerk, save } = opened();
    const heard: Row[] = [];
    org.onPublished(({ row }) => heard.push(row));
    const failing = (): void =>
      org.transaction(() => {
        save([{ Key__c: 'gone', Total__c: '1' }], clerk);
        org.locks.set('x', { editors: [] });
        org.publish('Order_Changed__e', [{ Order_Id__c: 'a' }], clerk);
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect([heard.length, org.rows('Order__c').size, org.locks.size, org.related('Order__c', 'Key__c', 'gone').length]).toEqual([0, 0, 0, 0]);
    org.transaction(() => {
      org.publish('Order_Changed__e', [{ Order_Id__c: 'b' }], clerk);
      expect(heard).toHaveLength(0);
    });
    expect(heard).toMatchObject([{ Order_Id__c: 'b', EventUuid: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    expect(org.publish('Order_Changed__e', [{}], clerk)[0]?.errors[0]?.statusCode).toBe('REQUIRED_FIELD_MISSING');
    expect(org.publish('Order_Changed__e', [{ Order_Id__c: 'c' }], open(openWorld({ seed: 1 })).addUser({ username: 'u@x.y' }), 'api')[0]?.success).toBe(false);
  });

  it('rounds decimals beyond the scale, or keeps them when the policy says so', () => {
    const { org, clerk, save } = opened();
    const total = (): unknown => org.find('Order__c', save([{ Total__c: '1.2345' }], clerk)[0]?.id ?? '')?.['Total__c'];
    expect(total()).toBe('1.235');
    org.policies.extraDecimals = 'keep';
    expect(total()).toBe('1.2345');
  });

  it('numbers records, stamps them with the clock, and takes details with their master', () => {
    const { org, admin, save } = opened();
    const id = save([{ Total__c: '1' }], admin)[0]?.id ?? '';
    expect(org.find('Order__c', id)).toMatchObject({ Name: 'O-0001', OwnerId: admin.id, CreatedDate: expect.stringMatching(/:\d\d\.000\+0000$/) });
    const line = org.save('Line__c', [{ Name: 'l', Order__c: id }], { by: admin, allOrNone: true, source: 'api' })[0]?.id ?? '';
    org.remove('Order__c', [id], { by: admin, allOrNone: true, source: 'api' });
    expect(org.find('Line__c', line)).toBeUndefined();
    expect(org.rows('Line__c').get(line)).toMatchObject({ IsDeleted: true });
  });

  it('forgets records but not users when the stand-in is reset', () => {
    const { sandbox, org, admin, save, codes } = opened();
    save([{ Key__c: 'k', Total__c: '1' }], admin);
    sandbox.world.reset();
    sandbox.standIn.reset?.(sandbox.world);
    expect([org.rows('Order__c').size, org.users.length]).toEqual([0, 2]);
    expect(codes(save([{ Key__c: 'k', Total__c: '1' }], admin))).toEqual(['ok']);
    expect(sandbox.addUser({ username: 'third@sandbox.example' }).id).not.toBe(admin.id);
  });
});
