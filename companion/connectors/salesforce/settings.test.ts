import { describe, expect, it } from '@jest/globals';
import salesforce from './index.ts';
import { packageNames, namesIn } from './names.ts';
import { settings } from './settings.ts';
import { testOrg, testSettings } from './test-org.ts';

const needed = { LOGIN_URL: 'https://login.salesforce.com', CLIENT_ID: 'c', USERNAME: 'u', PRIVATE_KEY: 'k' };
const world = () => ({ id: 'books', tools: testOrg(() => ({})).tools, gate: { pass: <T>(_: unknown, call: () => Promise<T>): Promise<T> => call() } });

describe('the settings', () => {
  it('fill in what is usual', () => {
    expect(settings.parse(needed)).toMatchObject({ API_VERSION: '66.0', NAMESPACE: '', PUBSUB_ENDPOINT: 'api.pubsub.salesforce.com:7443', WAKE: 'event', APPROVAL_EVIDENCE: 'classic' });
  });

  it('demand exactly one private key', () => {
    expect(settings.safeParse({ ...needed, PRIVATE_KEY_FILE: '/k.pem' }).success).toBe(false);
    expect(settings.safeParse({ ...needed, PRIVATE_KEY: undefined }).success).toBe(false);
  });

  it.each([{ API_VERSION: '66' }, { NAMESPACE: 'a-b' }, { LOGIN_URL: 'login' }, { WAKE: 'poll' }, { ALLOW_SELF_APPROVAL: 'yes' }])('refuse %j', (wrong) => {
    expect(settings.safeParse({ ...needed, ...wrong }).success).toBe(false);
  });
});

describe('the names', () => {
  it('carry the prefix exactly where the package is installed', () => {
    expect(namesIn('').request.amount).toBe('Amount__c');
    expect(namesIn('quittance').request.recipient).toBe('quittance__Recipient__r');
    expect(namesIn('quittance').workRequested.object).toBe('quittance__Work_Requested__e');
  });

  it('hold no standard name, which would be prefixed wrongly', () => {
    for (const fields of Object.values(packageNames)) for (const name of Object.values(fields)) expect(name).toMatch(/__(c|r|e)$/);
  });
});

describe('the connector', () => {
  it('listens only when told to wake by events', () => {
    expect(salesforce.open(testSettings(), world())).toHaveProperty('wakeUps');
    expect(salesforce.open(testSettings({ WAKE: 'sweep' }), world())).not.toHaveProperty('wakeUps');
  });

  it('is ready with a key it can read, and says what is missing otherwise', () => {
    expect(salesforce.open(testSettings(), world()).readiness()).toBe('ready');
    expect(salesforce.open(settings.parse(needed), world()).readiness()).toMatchObject({ doThis: expect.stringContaining('PEM') });
    expect(salesforce.open(testSettings({ APPROVAL_EVIDENCE: 'flow' }), world()).readiness()).toMatchObject({ doThis: expect.stringContaining('APPROVAL_EVIDENCE=stamp') });
  });
});
