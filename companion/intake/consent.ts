import { randomBytes } from 'node:crypto';
import type { Express, Response } from 'express';
import type { Consent, Tools } from '../connectors/connector.ts';
import type { Store } from '../store/store.ts';

export interface ConsentDoor {
  readonly publicUrl: string;
  readonly consents: Readonly<Record<string, Consent>>;
  readonly passes: Pick<Store['consents'], 'issue' | 'honour' | 'recall'>;
  readonly tools: Pick<Tools, 'log'>;
  /** Called once a consent is kept: somebody may look at the account now. */
  readonly given: (connection: string) => Promise<void>;
}

/** From our page to the provider's and back, in milliseconds. */
const wayThereAndBackMs = 15 * 60_000;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A page of one sentence. Nothing from outside stands in it unescaped, and it loads nothing. */
function page(response: Response, status: number, title: string, text: string): void {
  response.status(status).set({ 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'", 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.type('html').send(`<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><body style="font:16px/1.5 system-ui;max-width:36em;margin:4em auto;padding:0 1em"><h1 style="font-size:1.3em">${escaped(title)}</h1><p>${escaped(text)}</p></body></html>`);
}

const returnUrl = ({ publicUrl }: ConsentDoor, connection: string): string => `${publicUrl}/consent/${connection}/callback`;

/** The admin's link: only who holds it may send an account holder to the provider, or anybody could bind an account of their own. */
async function leave(door: ConsentDoor, connection: string, pass: string, response: Response): Promise<void> {
  const consent = Object.hasOwn(door.consents, connection) ? door.consents[connection] : undefined;
  if (!consent || !(await door.passes.honour(pass, connection, 'link')))
    return page(response, 404, 'This link is not good any more', 'A link for giving consent is good for a day and until a consent was given. The connection record shows the one that is good now.');
  const state = randomBytes(24).toString('base64url');
  await door.passes.issue(state, connection, 'state', wayThereAndBackMs);
  response.set({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' }).redirect(302, consent.page(returnUrl(door, connection), state));
}

interface Answer {
  readonly code: string;
  readonly state: string;
  readonly error: string;
}

/** The account holder comes back. The state is good once: a copied address of this page gives nothing. */
async function comeBack(door: ConsentDoor, connection: string, { code, state, error }: Answer, response: Response): Promise<void> {
  const consent = Object.hasOwn(door.consents, connection) ? door.consents[connection] : undefined;
  if (!consent || !(await door.passes.honour(state, connection, 'state')))
    return page(response, 400, 'Nothing was changed', 'This answer belongs to no question of ours, or came too late. Open the link on the connection record again.');
  if (!code) return page(response, 400, 'No consent was given', `The provider says: ${error.slice(0, 120) || 'no reason'}. Receipts stay off. Open the link on the connection record to try again.`);
  try {
    const { account } = await consent.accept(code, returnUrl(door, connection));
    await door.passes.recall(connection);
    await door.given(connection);
    door.tools.log.info('Consent: given and kept.', { connection });
    page(response, 200, 'The consent is kept', `Payments received on account ${account} appear among the receipts within minutes. You can close this page.`);
  } catch (trouble) {
    const words = trouble instanceof Error ? trouble.message : String(trouble);
    door.tools.log.warn(`Consent: not kept. ${words}`, { connection });
    page(response, 502, 'The consent could not be kept', `${words} Nothing was changed. Open the link on the connection record again.`);
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Two doors of our own for one consent: out to the provider by a link of an admin's, and back. Neither moves money. */
export function addConsentDoors(app: Express, door: ConsentDoor): void {
  app.get('/consent/:connection/callback', async (request, response) => {
    const { code, state, error } = request.query;
    await comeBack(door, request.params.connection ?? '', { code: textOf(code), state: textOf(state), error: textOf(error) }, response);
  });
  app.get('/consent/:connection/:pass', async (request, response) => leave(door, request.params.connection ?? '', request.params.pass ?? '', response));
}
