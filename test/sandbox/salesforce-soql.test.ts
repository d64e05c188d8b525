import { describe, expect, it } from '@jest/globals';
import { manualClock } from '../../sandbox/kit/clock.ts';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';

const start = Date.UTC(2026, 10, 18, 12);

async function filled() {
  const clock = manualClock(start);
  const sandbox = open(openWorld({ seed: 5, clock }));
  sandbox.deployFolder('test/fixtures/mini-package');
  const { org, admin } = sandbox;
  const insert = (object: string, row: Row): string => {
    const [result] = org.save(object, [row], { by: admin, allOrNone: true, source: 'api' });
    if (result?.success !== true) throw new Error(JSON.stringify(result?.errors));
    return String(result.id);
  };
  const ids = [
    insert('Order__c', { Key__c: 'Alpha', Total__c: '10', Currency__c: 'EUR', Due__c: '2026-11-17', Secret__c: '50%' }),
    insert('Order__c', { Key__c: 'alpha', Total__c: '9.5', Currency__c: 'USD', Due__c: '2026-11-18', Secret__c: "it's" }),
  ];
  await clock.advance(60_000);
  ids.push(insert('Order__c', { Key__c: 'Beta', Total__c: '100', State__c: 'Paid', Due__c: '2026-12-01' }));
  insert('Line__c', { Name: 'one', Order__c: ids[2] ?? null, Count__c: '4' });
  const keys = (where: string): unknown[] => org.query(`SELECT Key__c FROM Order__c WHERE ${where} ORDER BY Key__c`, admin).records.map((row) => row['Key__c']);
  const refusal = (soql: string): string => {
    try {
      org.query(soql, admin);
      return 'no error';
    } catch (error) {
      return (error as { errorCode?: string }).errorCode ?? String(error);
    }
  };
  return { org, admin, ids, keys, refusal };
}

/** A condition, and the keys of the orders that meet it. */
const filters: readonly (readonly [string, readonly string[]])[] = [
  ["Key__c = 'Alpha'", ['Alpha']],
  ["Currency__c = 'eur'", ['Alpha']],
  ["Currency__c != 'EUR'", ['alpha', 'Beta']],
  ['Currency__c = null', ['Beta']],
  ["Currency__c NOT IN ('EUR', 'USD')", ['Beta']],
  ["Currency__c IN ('USD', 'EUR') AND Total__c < 10", ['alpha']],
  ["(State__c = 'Paid' OR Total__c = 10) AND NOT Key__c LIKE 'al%'", ['Beta']],
  ['Total__c > 9.75 AND Total__c <= 100', ['Alpha', 'Beta']],
  ["Secret__c LIKE '50\\%'", ['Alpha']],
  ["Secret__c = 'it\\'s'", ['alpha']],
  ['Due__c = TODAY', ['alpha']],
  ['Due__c = LAST_N_DAYS:1', ['Alpha', 'alpha']],
  ['Due__c > THIS_MONTH', ['Beta']],
  ['Due__c >= 2026-11-18', ['alpha', 'Beta']],
  ['SystemModstamp >= 2026-11-18T12:00:30Z', ['Beta']],
  ['SystemModstamp >= 2026-11-18T13:00:30+01:00', ['Beta']],
  ['Id IN (SELECT Order__c FROM Line__c WHERE Count__c > 3)', ['Beta']],
  ['Id NOT IN (SELECT Order__c FROM Line__c)', ['Alpha', 'alpha']],
  ['Double__c = 20', ['Alpha']],
  ["Owner.Username = 'admin@sandbox.example' AND Total__c = 100", ['Beta']],
];

describe('SOQL', () => {
  it.each(filters)('filters by %s', async (where, expected) => {
    const { keys } = await filled();
    expect(keys(where).sort()).toEqual([...expected].sort());
  });

  it('groups, sums, counts and orders', async () => {
    const { org, admin } = await filled();
    const rows = org.query("SELECT State__c s, COUNT(Id) n, SUM(Total__c) total, MAX(Due__c) FROM Order__c GROUP BY State__c HAVING COUNT(Id) > 1", admin);
    expect(JSON.parse(JSON.stringify(rows.records))).toEqual([{ attributes: { type: 'AggregateResult' }, s: 'New', n: 2, total: 19.5, expr0: '2026-11-18' }]);
    const page = org.query('SELECT Total__c FROM Order__c ORDER BY Currency__c DESC NULLS LAST, Total__c LIMIT 2 OFFSET 1', admin);
    expect(JSON.stringify(page.records.map((row) => row['Total__c']))).toBe('[10.0,100.0]');
    expect(org.query('SELECT COUNT() FROM Order__c', admin)).toEqual({ totalSize: 3, done: true, records: [] });
    expect(Object.keys(org.query('SELECT FIELDS(CUSTOM) FROM Order__c LIMIT 1', admin).records[0] ?? {})).toContain('Secret__c');
  });

  it('finds ids of 15 characters and refuses what is no id', async () => {
    const { ids, keys, refusal } = await filled();
    expect(keys(`Id = '${String(ids[2]).slice(0, 15)}'`)).toEqual(['Beta']);
    expect(refusal("SELECT Id FROM Order__c WHERE Id = 'nonsense'")).toBe('INVALID_QUERY_FILTER_OPERATOR');
  });

  it.each([
    ['SELECT Id FROM Nope', 'INVALID_TYPE'],
    ['SELECT Nope FROM Order__c', 'INVALID_FIELD'],
    ['SELECT Nope__r.Name FROM Order__c', 'INVALID_FIELD'],
    ['SELECT Id, (SELECT Id FROM Nope) FROM Order__c', 'INVALID_TYPE'],
    ["SELECT Id FROM Order__c WHERE Total__c = '1'", 'INVALID_FIELD'],
    ['SELECT Id FROM Order__c WHERE Key__c = 1', 'INVALID_FIELD'],
    ["SELECT Id FROM Order__c WHERE Key__c = 'a' OR Key__c = 'b' AND Key__c = 'c'", 'MALFORMED_QUERY'],
    ['SELECT FROM Order__c', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Order_Changed__e', 'INVALID_TYPE'],
    ['SELECT Id FROM Order__c WHERE Due__c = LAST_N_DAYS:999999999', 'MALFORMED_QUERY'],
  ])('refuses %s with %s', async (soql, code) => {
    const { refusal } = await filled();
    expect(refusal(soql)).toBe(code);
  });

  it('reads approvals through the record and its steps', async () => {
    const { org, admin, ids } = await filled();
    const instance = org.put('ProcessInstance', { TargetObjectId: ids[0] ?? null, Status: 'Approved' });
    org.put('ProcessInstanceStep', { ProcessInstanceId: instance['Id'] ?? null, StepStatus: 'Approved', ActorId: admin.id });
    const found = org.query("SELECT Id, (SELECT Id, Status FROM ProcessInstances) FROM Order__c WHERE Key__c = 'Alpha'", admin);
    expect(found.records[0]?.['ProcessInstances']).toMatchObject({ records: [{ Status: 'Approved' }] });
    const steps = org.query(`SELECT Id, (SELECT StepStatus, Actor.Name FROM Steps) FROM ProcessInstance WHERE TargetObjectId = '${ids[0] ?? ''}'`, admin);
    expect(steps.records[0]?.['Steps']).toMatchObject({ records: [{ StepStatus: 'Approved', Actor: { Name: 'Ada Admin' } }] });
  });
});
