import type { World } from '../kit/world.ts';
import { can } from './access.ts';
import { Locks } from './locks.ts';
import { moment } from './moments.ts';
import type { ObjectSchema, Org, OrgPolicies, PublishedEvent, Row, User } from './org.ts';
import { publish } from './publish.ts';
import { freshId, fullId } from './record-ids.ts';
import { remove } from './remove.ts';
import { save } from './save.ts';
import { runQuery } from './run-query.ts';
import { standardObjects } from './standard-objects.ts';
import { Storage } from './storage.ts';

export interface OrgOptions {
  /** Null or absent: the package is deployed without one, as in a scratch org. */
  readonly namespace?: string | null;
  readonly isSandbox?: boolean;
  readonly name?: string;
  readonly policies?: Partial<OrgPolicies>;
}

/** What a new org does where nothing else is said. */
function usualPolicies(): OrgPolicies {
  return { approvalUpdatesStartFlows: false, extraDecimals: 'round', dailyApiRequests: 100_000, tokenLifeMs: 2 * 3_600_000, queryPageSize: 2000, bulkQueuedMs: 300, bulkRunsMs: 700, bulkPageRows: 100_000, failNextBulkJobs: 0, failNextSaves: [] };
}

/** An org without users and custom metadata. */
export function createOrg(world: World, options: OrgOptions): { org: Org; storage: Storage } {
  const storage = new Storage();
  const listeners = new Set<(event: PublishedEvent) => void>();
  const schema = new Map(standardObjects().map((object) => [object.name, object]));
  const object = (name: string): ObjectSchema => {
    const found = schema.get(name);
    if (!found) throw new Error(`Sandbox Salesforce: this org has no object ${name}. Deploy it first.`);
    return found;
  };
  const emit = (event: PublishedEvent): void => listeners.forEach((listener) => listener(event));
  const org: Org = {
    id: freshId(world, storage, { name: 'Organization', keyPrefix: '00D' }),
    namespace: options.namespace ?? null,
    isSandbox: options.isSandbox ?? true,
    schema, flows: [], approvalProcesses: [], workflowFieldUpdates: [], permissionSets: new Map(), customPermissions: new Set(), users: [], locks: new Locks(storage),
    policies: { ...usualPolicies(), ...options.policies },
    world,
    rows: (name) => storage.table(name).rows,
    find(name, id) {
      const row = storage.table(name).get(id.length === 18 ? id : (fullId(id) ?? id));
      return row?.['IsDeleted'] === true ? undefined : row;
    },
    related: (name, field, value) => storage.table(name).having(field, value),
    query: (soql, by) => runQuery(org, soql, { by }),
    save: (name, records, saving) => save(org, storage, object(name), records, saving),
    remove: (name, ids, saving) => remove(org, storage, object(name), ids, saving),
    put: (name, row) => put(world, storage, object(name), row),
    publish: (name, rows, by, source = 'flow') => publish({ org, storage, emit }, object(name), rows, by, source),
    can: (user: User, permission) => can(org, user, permission),
    transaction: (work) => storage.transaction(work),
    onPublished(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return { org, storage };
}

function put(world: World, storage: Storage, object: ObjectSchema, given: Row): Row {
  const now = moment(world.clock.now());
  const id = given['Id'] ?? freshId(world, storage, object);
  const row: Row = { IsDeleted: false, CreatedDate: now, LastModifiedDate: now, SystemModstamp: now, ...given, Id: id };
  storage.write(object.name, String(row['Id']), row);
  return row;
}
