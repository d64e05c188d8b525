import { serve } from '../../sandbox/kit/serve.ts';
import type { Row, User } from '../../sandbox/salesforce/org.ts';
import { packageOrg } from './package-org.ts';

/** A JSON answer; tests look into it with matchers. */
export type Json = { readonly [name: string]: Json } & readonly Json[] & string;

export interface Replied {
  readonly status: number;
  readonly body: Json;
  readonly text: string;
}

/** The shipped package in an org on a real socket, and what a Lightning page sends there in a user's session. */
export async function pageBench(namespace: string | null) {
  const made = packageOrg({ namespace });
  const { sandbox } = made;
  const served = await serve(sandbox.standIn, sandbox.world);
  const approver = sandbox.addUser({ username: 'ada@sandbox.example', name: 'Amy Approver', permissionSets: ['Quittance_Approver'] });
  const stranger = sandbox.addUser({ username: 'sam@sandbox.example', name: 'Sam Stranger' });
  const call = async (by: User, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Replied> => {
    const answer = await fetch(`${served.url}/services/data/v66.0/${path}`, {
      method, headers: { authorization: `Bearer ${sandbox.tokenFor(by)}`, 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: (text === '' ? null : JSON.parse(text)) as Json };
  };
  const s = (name: string): string => (namespace === null ? name : `${namespace}__${name}`);
  const recipient = (changes: Row = {}): string => made.save('Recipient_Account__c', { Display_Name__c: 'Ann', Provider__c: 'payoneer', Payee_Key__c: `payoneer:sandbox:1:payee-${made.org.rows('Recipient_Account__c').size}`, ...changes }, sandbox.admin);
  const request = (changes: Row = {}, by: User = made.fay): string => made.save('Payment_Request__c', { Recipient__c: changes['Recipient__c'] ?? recipient(), Amount__c: '1250.5', Currency__c: 'USD', Purpose__c: 'Invoice 7', ...changes }, by);
  /** Sets what only processes set. */
  const force = (object: string, row: Row): void => void made.org.save(object, [row], { by: sandbox.admin, allOrNone: true, source: 'approval' });
  return { ...made, served, approver, stranger, call, s, recipient, request, force };
}
export type PageBench = Awaited<ReturnType<typeof pageBench>>;
