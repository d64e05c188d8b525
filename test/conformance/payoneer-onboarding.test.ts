import { afterEach, describe, expect, it } from '@jest/globals';
import type { Invitation } from '../../companion/domain/recipient.ts';
import { connected, program, type Connected } from './payoneer-bench.ts';

let here: Connected;
afterEach(() => here.close());

const invitation = (more: Partial<Invitation> = {}): Invitation => ({ payeeId: 'new-1', sessionId: 'a01', email: 'anna@example.com', country: 'DE', party: { person: { first: 'Anna', last: 'Berg' } }, ...more });
const linkDoor = 'POST /v4/programs/:program/payees/registration-link';

describe('Onboarding', () => {
  it('asks for a link on which the payee finds what was said of them, and then reads the same back', async () => {
    here = await connected();
    expect(await here.onboarding.link(program, invitation())).toMatch(/^http.*token=/);
    expect(await here.onboarding.payee(program, 'new-1')).toEqual({
      status: 'pending', facts: { accountId: expect.any(String), kind: 'person', name: 'Anna Berg', email: 'anna@example.com', country: 'DE', method: 'ACCOUNT USD', registeredOn: '2026-11-02' },
    });
    await here.onboarding.link(program, invitation({ payeeId: 'new-2', country: undefined, party: { company: 'Nordwind GmbH' } }));
    expect((await here.onboarding.payee(program, 'new-2')).facts).toMatchObject({ kind: 'company', name: 'Nordwind GmbH', email: 'anna@example.com', country: undefined });
  });

  it('never sends a body a second time by itself, and says in the provider\'s words why it refused', async () => {
    here = await connected();
    here.world.weather.add({ door: linkDoor, when: 'after', reply: 'drop' });
    await expect(here.onboarding.link(program, invitation())).rejects.toMatchObject({ kind: 'unreachable' });
    expect(here.world.calls.entries.filter(({ door }) => door === linkDoor)).toHaveLength(1);
    await expect(here.onboarding.link(program, invitation({ payeeId: '' }))).rejects.toMatchObject({ message: expect.stringContaining('One or more fields are invalid') });
    await expect(here.onboarding.link('999', invitation())).rejects.toMatchObject({ message: expect.stringContaining('program') });
  });

  it('refuses a link that is none', async () => {
    here = await connected();
    here.world.weather.add({ door: linkDoor, when: 'after', reply: { status: 200, body: { result: { registration_link: 'javascript:alert(1)', token: 'x' } } } });
    await expect(here.onboarding.link(program, invitation())).rejects.toMatchObject({ kind: 'unmapped', message: expect.stringContaining('no web address') });
  });

  it.each([['anna', 'active'], ['carl', 'pending'], ['dora', 'inactive']] as const)('says that %s is %s, with what is known', async (payeeId, status) => {
    here = await connected();
    expect(await here.onboarding.payee(program, payeeId)).toMatchObject({ status, facts: { accountId: expect.any(String), name: undefined, country: undefined } });
  });

  it('says nothing of somebody unknown, in one call, also after a link that nobody followed', async () => {
    here = await connected({ linkMakesPayee: false });
    await here.onboarding.link(program, invitation());
    expect(await here.onboarding.payee(program, 'new-1')).toEqual({ status: 'not found', facts: undefined });
    expect(here.world.calls.entries.filter(({ path }) => path.includes('/payees/new-1/'))).toHaveLength(1);
  });

  it('does without details where there are none, and takes countries and kinds in the provider\'s own spelling', async () => {
    here = await connected();
    const details = 'GET /v4/programs/:program/payees/:payee/details';
    here.world.weather.add({ door: details, when: 'before', reply: { status: 404, body: { error: 'Not Found', error_description: 'No details', error_details: { code: 404, sub_code: null } } } });
    expect((await here.onboarding.payee(program, 'anna')).facts).toMatchObject({ name: undefined, method: 'ACCOUNT USD' });
    here.world.weather.add({ door: details, when: 'before', reply: { status: 200, body: { result: { type: 'Individual', contact: { first_name: 'José', last_name: null, email: ' ' }, address: { country: 'Mexico' } } } } });
    expect((await here.onboarding.payee(program, 'anna')).facts).toMatchObject({ kind: 'person', name: 'José', email: undefined, country: 'MX' });
  });
});
