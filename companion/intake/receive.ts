import type { RawRequest, Webhooks } from '../connectors/connector.ts';
import type { Inbox } from '../store/inbox.ts';

/**
 * Verify, keep, answer: nothing else happens while the sender waits. @throws Problem `forged` before anything is kept.
 */
export async function receive(connection: string, webhooks: Webhooks, inbox: Pick<Inbox, 'keep'>, event: string, request: RawRequest): Promise<'kept' | 'seen before'> {
  const { key, flags } = webhooks.verify(request, event);
  return inbox.keep({ connection, event, key, request, flags });
}
