import type { Call, Reply } from '../kit/stand-in.ts';
import { resume } from './lifecycle.ts';
import { payeeDecided } from './notices.ts';
import { fault, refusal } from './refusal.ts';
import { type Desk, knownPayee, later, nextNumber, type Payee } from './state.ts';

/** What a test or the person at the sandbox says of a payee; what is left out stays as it was. */
export interface PayeeFacts {
  readonly status?: 'Pending' | 'Active' | 'Inactive' | 'Declined';
  readonly currency?: string;
  readonly method?: 'account' | 'bank';
  readonly details?: Readonly<Record<string, unknown>>;
}

const statusTypes = { Pending: 0, Active: 1, Inactive: 99, Declined: 99 } as const;
const descriptions = { 0: 'Pending', 1: 'Active', 99: 'Inactive' } as const;

export function isPayeeStatus(status: unknown): status is keyof typeof statusTypes {
  return typeof status === 'string' && Object.hasOwn(statusTypes, status);
}

/** Makes or changes a payee; approving or declining one that was pending sends the notice. A new payee is Active unless said otherwise. */
export async function setPayee(desk: Desk, payeeId: string, facts: PayeeFacts = {}): Promise<void> {
  const known = desk.state.payees.get(payeeId);
  const payee = known ?? enrolled(desk, payeeId);
  const was = known?.status;
  payee.known = true;
  const status = facts.status ?? (known ? undefined : 'Active');
  if (status) payee.status = statusTypes[status];
  payee.currency = facts.currency ?? payee.currency;
  payee.method = facts.method ?? payee.method;
  payee.details = facts.details ?? payee.details;
  if (payee.status === 1) resume(desk, payeeId);
  if (was === 0 && payee.status === 1) await payeeDecided(desk, payee);
  if (was === 0 && status === 'Declined') await payeeDecided(desk, payee, 'Information could not be verified');
}

function enrolled(desk: Desk, payeeId: string): Payee {
  const currency = desk.settings.programs[0]?.currency ?? 'USD';
  const payee: Payee = {
    payeeId, payoneerId: nextNumber(desk), registeredAt: desk.world.clock.now(), known: true, status: 0, currency, method: 'account', sessionId: '', redirectUrl: undefined,
    details: { type: 'INDIVIDUAL', contact: {}, address: {} },
  };
  desk.state.payees.set(payeeId, payee);
  return payee;
}

/** `POST …/payees/registration-link`. Source: facts 4; `already_have_an_account` is taken as boolean and as text. */
export function registrationLink(desk: Desk, call: Call): Reply {
  const asked = record(call);
  const payeeId = asked['payee_id'];
  if (typeof payeeId !== 'string' || payeeId === '') {
    return refusal(400, 'One or more fields are invalid', { errors: [fault('payee_id', payeeId, 'The payee_id field is required')] });
  }
  const met = desk.state.payees.get(payeeId);
  const payee = met ?? enrolled(desk, payeeId);
  if (!met) payee.known = desk.policies.linkMakesPayee;
  if (payee.status === 0) payee.details = prefilled(asked['payee']) ?? payee.details;
  if (typeof asked['client_session_id'] === 'string') payee.sessionId = asked['client_session_id'];
  if (typeof asked['redirect_url'] === 'string') payee.redirectUrl = asked['redirect_url'];
  const afterMs = desk.policies.payeeApprovedAfterMs;
  if (afterMs !== undefined && payee.status === 0) later(desk, afterMs, () => setPayee(desk, payeeId, { status: 'Active' }));
  const token = Buffer.from(payeeId).toString('hex');
  return { status: 200, body: { result: { registration_link: `${call.url.origin}/partners/lp.aspx?token=${token}`, token } } };
}

/** What the sender said of the payee stands on the page already; the sandbox's payees leave it as it is. Source: facts 4, the body's `payee`. */
function prefilled(said: unknown): Payee['details'] | undefined {
  if (typeof said !== 'object' || said === null) return undefined;
  const { type, contact, company, address } = { ...said } as Record<string, unknown>;
  return { type: type ?? 'INDIVIDUAL', contact: contact ?? {}, ...(company ? { company } : {}), address: address ?? {} };
}

/** The page behind the link: two buttons instead of Payoneer's form. */
export function registrationPage(desk: Desk, call: Call): Reply {
  const payee = behind(desk, call);
  if (!payee) return { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>This link is not valid</h1>' };
  const form = '<form method="post"><button name="decision" value="Active">Approve</button><button name="decision" value="Declined">Decline</button></form>';
  return { status: 200, headers: { 'content-type': 'text/html' }, body: `<!doctype html><title>Sandbox</title><h1>Payoneer sandbox: register as a payee</h1>${form}` };
}

export async function registrationDecided(desk: Desk, call: Call): Promise<Reply> {
  const payee = behind(desk, call);
  if (!payee) return { status: 404 };
  const declined = new URLSearchParams(call.text()).get('decision') === 'Declined';
  await setPayee(desk, payee.payeeId, { status: declined ? 'Declined' : 'Active' });
  return payee.redirectUrl === undefined ? { status: 200, body: 'Thank you.' } : { status: 302, headers: { location: payee.redirectUrl } };
}

/** `GET …/payees/:payee/status`. */
export function payeeStatus(desk: Desk, call: Call): Reply {
  const payee = knownPayee(desk, call.params['payee'] ?? '');
  if (!payee) return notFound();
  const { status, registeredAt, method, currency, payoneerId } = payee;
  return {
    status: 200,
    body: {
      result: {
        account_id: payoneerId, status: { type: status, description: descriptions[status] }, registration_date: new Date(registeredAt).toISOString(),
        payout_method: { type: method === 'bank' ? 'BANK' : 'ACCOUNT', currency },
      },
    },
  };
}

/** `GET …/payees/:payee/details`. */
export function payeeDetails(desk: Desk, call: Call): Reply {
  const payee = knownPayee(desk, call.params['payee'] ?? '');
  return payee ? { status: 200, body: { result: { account_id: payee.payoneerId, ...payee.details } } } : notFound();
}

/** `DELETE …/payees/:payee`. */
export function releasePayee(desk: Desk, call: Call): Reply {
  const payeeId = call.params['payee'] ?? '';
  return desk.state.payees.delete(payeeId) ? { status: 200, body: { result: { payee_id: payeeId } } } : notFound();
}

function notFound(): Reply {
  return refusal(404, 'Payee was not found', { sub_code: 10005, target: 'payee_id' });
}

function behind(desk: Desk, call: Call): Payee | undefined {
  return desk.state.payees.get(Buffer.from(call.url.searchParams.get('token') ?? '', 'hex').toString());
}

function record(call: Call): Record<string, unknown> {
  try {
    const body = call.json();
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
