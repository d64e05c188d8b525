import type { DeployOutcome } from './deploy.ts';
import type { Draft } from './deploy-draft.ts';
import type { Org, QueryRow } from './org.ts';
import type { Storage } from './storage.ts';

/** A registered external client app: assertions of this consumer key must be signed with its key. */
export interface Client {
  readonly clientId: string;
  /** PEM of a certificate or of a public key. */
  readonly key: string;
  readonly secret?: string;
  /** Usernames that an administrator pre-authorised; all users when absent. */
  readonly users?: readonly string[];
  /** Who a client-credentials token speaks for. */
  readonly runAs?: string;
}

export interface Session {
  readonly userId: string;
  readonly expiresAt: number;
}

export interface Cursor {
  readonly records: readonly QueryRow[];
  readonly pageSize: number;
}

/** What the doors share beside the org itself. */
export interface ServerState {
  readonly org: Org;
  readonly storage: Storage;
  readonly clients: Map<string, Client>;
  readonly sessions: Map<string, Session>;
  readonly cursors: Map<string, Cursor>;
  readonly deployments: Map<string, { readonly outcome: DeployOutcome; readonly checkOnly: boolean; readonly at: number }>;
  readonly usage: { day: number; used: number };
  draft: Draft;
}
