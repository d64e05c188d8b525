import type { World } from '../kit/world.ts';
import type { JsonNumber } from './json-numbers.ts';
import type { ApprovalProcessMetadata, FlowMetadata, ObjectSchema, WorkflowFieldUpdate } from './org-schema.ts';

export type { ApprovalProcessMetadata, FieldSchema, FieldType, FlowMetadata, ObjectSchema, ValidationRule, WorkflowFieldUpdate } from './org-schema.ts';

/**
 * What a field holds inside the stand-in. All names are LOCAL here (without namespace); names.ts spells them for the API.
 * - Number, Currency, Percent: decimal TEXT without exponent or trailing zeros ("1250", "0.001"), so that no cent is lost
 * - Checkbox: boolean · Date: "2026-11-21" · DateTime: "2026-11-21T01:49:30.000+0000" (whole seconds, UTC)
 * - everything else: text (ids have 18 characters); empty text is stored as null
 */
export type FieldValue = string | number | boolean | null;
export type Row = Record<string, FieldValue>;

export interface ObjectPermission {
  readonly create: boolean;
  readonly read: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
}

export interface PermissionSet {
  readonly name: string;
  readonly label: string;
  readonly id: string;
  readonly objects: ReadonlyMap<string, ObjectPermission>;
  /** Key `Object.Field`. */
  readonly fields: ReadonlyMap<string, { readonly read: boolean; readonly edit: boolean }>;
  readonly customPermissions: ReadonlySet<string>;
  /** `ViewAllData`, `ModifyAllData`, `ApiEnabled` … */
  readonly userPermissions: ReadonlySet<string>;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  permissionSets: string[];
  readonly profile: 'admin' | 'standard' | 'integration';
  isActive: boolean;
  managerId?: string;
}

export interface SaveOptions {
  readonly by: User;
  readonly allOrNone: boolean;
  /** Field updates of an approval skip validation rules, object and field permissions and the record lock; flows skip the permissions (system mode). */
  readonly source: 'api' | 'flow' | 'approval';
}

export interface SaveError {
  readonly statusCode: string;
  readonly message: string;
  /** Local names; doors spell them for the caller. */
  readonly fields: readonly string[];
}

export interface SaveResult {
  readonly id: string | null;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly SaveError[];
}

/** What the steps of the order of execution are given. Before-save steps change `row` in place; `prior` is null on insert. */
export interface SaveContext {
  readonly object: ObjectSchema;
  readonly row: Row;
  readonly prior: Row | null;
  readonly by: User;
  readonly source: SaveOptions['source'];
}

/** Refuses `times` saves of `object` (all objects without one), after letting `skip` through; `everyNth` spares the others. */
export interface SaveFault {
  readonly object?: string;
  readonly statusCode: string;
  readonly message?: string;
  times: number;
  skip?: number;
  readonly everyNth?: number;
}

/** What is switchable because a real org's behaviour is unproven, or because a test wants it so. */
export interface OrgPolicies {
  /** U-001: whether the field updates of an approval start record-triggered flows. */
  approvalUpdatesStartFlows: boolean;
  /** U-002: decimals beyond a field's scale are rounded half up, or kept as sent. */
  extraDecimals: 'round' | 'keep';
  /** Calls a day before REQUEST_LIMIT_EXCEEDED; counted per UTC day of the world's clock. */
  dailyApiRequests: number;
  tokenLifeMs: number;
  /** Rows of a query page. */
  queryPageSize: number;
  /** Bulk query jobs: how long one waits, how long it runs, the most rows of one page of its result, and how many of the next ones fail. */
  bulkQueuedMs: number;
  bulkRunsMs: number;
  bulkPageRows: number;
  failNextBulkJobs: number;
  failNextSaves: SaveFault[];
}

export interface PublishedEvent {
  /** Local name, `Work_Requested__e`. */
  readonly event: string;
  readonly row: Row;
  readonly by: User;
}

export interface QueryRow {
  readonly [name: string]: FieldValue | JsonNumber | QueryRow | QueryResult;
}

/** As the API answers it: names with namespace, amounts as JSON numbers; `attributes.type` tells the object. Inside the org use `find` and `related`. */
export interface QueryResult {
  readonly totalSize: number;
  readonly done: boolean;
  readonly records: readonly QueryRow[];
}

/** Keeps a record from being edited while it is being approved, or after that where the process wants it so. */
export interface RecordLock {
  /** Users who may edit besides admins and Modify All (record editability "AdminOrCurrentApprover"). */
  readonly editors: readonly string[];
}

/**
 * One small org. Everything is synchronous, so that a save is atomic without locks: steps of the order of execution, formulas and flows
 * must not await. Several saves inside one another (flows, approvals) share one transaction.
 */
export interface Org {
  readonly id: string;
  readonly namespace: string | null;
  readonly isSandbox: boolean;
  /** By local name. `schemaOf` in names.ts finds them whatever the case. */
  readonly schema: Map<string, ObjectSchema>;
  readonly flows: FlowMetadata[];
  readonly approvalProcesses: ApprovalProcessMetadata[];
  readonly workflowFieldUpdates: WorkflowFieldUpdate[];
  readonly permissionSets: Map<string, PermissionSet>;
  readonly customPermissions: Set<string>;
  readonly users: User[];
  /** By record id; a rolled-back transaction takes changes back. */
  readonly locks: Map<string, RecordLock>;
  readonly policies: OrgPolicies;
  readonly world: World;
  /** Rows by 18-character id, deleted ones (IsDeleted) included. Never change a row in place: go through `save` or `put`. */
  rows(object: string): ReadonlyMap<string, Row>;
  /** `id` may have 15 characters. Undefined for deleted rows. */
  find(object: string, id: string): Row | undefined;
  /** Live rows of `object` whose lookup or key `field` has this value; by index. */
  related(object: string, field: string, value: string): Row[];
  /** Throws a QueryError. */
  query(soql: string, by: User): QueryResult;
  /** Insert (no Id) or update (with Id), through the whole order of execution. */
  save(object: string, records: readonly Row[], options: SaveOptions): SaveResult[];
  remove(object: string, ids: readonly string[], options: SaveOptions): SaveResult[];
  /** Writes a row of the platform's own (process instances, audit changes) past all checks; makes the Id when there is none. */
  put(object: string, row: Row): Row;
  /** Flows publish in system mode (U-211); `api` asks for the user's Create permission first. */
  publish(event: string, rows: readonly Row[], by: User, source?: 'api' | 'flow'): SaveResult[];
  /** A custom permission (local name) or a user permission (`ModifyAllData`). Administrators have all user permissions, but custom ones only when granted. */
  can(user: User, permission: string): boolean;
  /** Runs `work` as one transaction: an exception takes back every write in it, and events published after commit are dropped. */
  transaction<T>(work: () => T): T;
  /** Called once for every event that was really published. The answer takes the listener away. */
  onPublished(listener: (event: PublishedEvent) => void): () => void;
}
