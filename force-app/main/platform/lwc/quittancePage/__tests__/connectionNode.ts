import { nodeOf } from './mounted';

/** A healthy connection as GraphQL answers with it; `fields` overrides. */
export const connection = (id: string, fields: Readonly<Record<string, unknown>> = {}): unknown =>
  nodeOf(id, {
    name: 'CN-0001', connectionKey: 'salesforce', companionId: 'companion-1', epoch: 3, mode: 'Normal', heartbeatAt: '2026-11-21T08:59:00.000Z', silent: false, lastEventAt: '2026-11-21T08:50:00.000Z',
    lastWebhookAt: '2026-11-21T08:51:00.000Z', backlog: 0, oldestUnknownAt: null, firstLoad: null, callsUsed: 1200, callsLimit: 15000, breaker: 'Closed', pauseAll: false, alertGroup: 'Payout_Alerts', ...fields,
  });
