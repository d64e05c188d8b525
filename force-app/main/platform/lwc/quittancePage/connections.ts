import { gql } from 'lightning/graphql';
import HEARTBEAT from '@salesforce/schema/Connection__c.Heartbeat_At__c';
import type { Connection, Leaf } from './records';

/** How many connections a page reads; an org has a handful. */
export const connectionLimit = 50;

/** A companion that has said nothing for this long is down: the packaged flow Heartbeat Watch waits as long. */
const silentAfterMs = 15 * 60_000;

/** All connections, by their keys. Aliases keep the answer's names the same in an org with a namespace. */
export const connectionsQuery = gql`
  query connections {
    uiapi {
      query {
        connections: Connection__c(orderBy: { Connection_Key__c: { order: ASC } }, first: 50) {
          edges {
            node {
              Id
              name: Name { value }
              connectionKey: Connection_Key__c { value }
              companionId: Companion_Id__c { value }
              epoch: Ledger_Epoch__c { value }
              mode: Mode__c { value }
              heartbeatAt: Heartbeat_At__c { value }
              silent: Silent__c { value }
              lastEventAt: Last_Event_At__c { value }
              lastWebhookAt: Last_Webhook_At__c { value }
              backlog: Backlog__c { value }
              oldestUnknownAt: Oldest_Unknown_At__c { value }
              firstLoad: First_Load__c { value }
              callsUsed: Api_Calls_Used__c { value }
              callsLimit: Api_Calls_Limit__c { value }
              breaker: Breaker_State__c { value }
              pauseAll: Pause_All__c { value }
              alertGroup: Alert_Group__c { value }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

/** One connection between the companion and a system, as the companion last wrote it. */
export interface ConnectionNode {
  readonly Id: string;
  readonly name: Leaf;
  readonly connectionKey: Leaf;
  readonly companionId: Leaf;
  readonly epoch: Leaf<number>;
  readonly mode: Leaf;
  readonly heartbeatAt: Leaf;
  readonly silent: Leaf<boolean>;
  readonly lastEventAt: Leaf;
  readonly lastWebhookAt: Leaf;
  readonly backlog: Leaf<number>;
  readonly oldestUnknownAt: Leaf;
  /** How far the companion is with reading what was there before it, in its words; null where it never read. */
  readonly firstLoad: Leaf;
  readonly callsUsed: Leaf<number>;
  readonly callsLimit: Leaf<number>;
  readonly breaker: Leaf;
  /** Pause All of the settings, as it stands for whoever looks. */
  readonly pauseAll: Leaf<boolean>;
  /** The alert group named in the settings, as they stand for whoever looks. */
  readonly alertGroup: Leaf;
}

export interface ConnectionsAnswer {
  readonly uiapi: { readonly query: { readonly connections: Connection<ConnectionNode> } };
}

/** Whether nothing has been heard of a connection for 15 minutes at `nowMs` (epoch ms), whatever the flow that watches has noted. */
export function isSilent({ heartbeatAt, silent }: ConnectionNode, nowMs: number): boolean {
  const beatMs = heartbeatAt.value === null ? NaN : Date.parse(heartbeatAt.value);
  return silent.value === true || Number.isNaN(beatMs) || nowMs - beatMs > silentAfterMs;
}

/** Where an object's records are listed: `/lightning/o/quittance__Connection__c/list` in an org with the namespace. */
export function listLink(objectApiName: string): string {
  return `/lightning/o/${objectApiName}/list`;
}

/** Where the connections are listed. */
export const connectionsLink = listLink(HEARTBEAT.objectApiName);
