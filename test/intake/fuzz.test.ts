import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fuzzQueries } from '../../scripts/fuzz/queries.ts';
import { fuzzSignatures } from '../../scripts/fuzz/signatures.ts';
import { madeUp } from '../../scripts/fuzz/webhook-inputs.ts';
import { fuzzWebhooks } from '../../scripts/fuzz/webhooks.ts';
import { openChance } from '../../scripts/simulate/chance.ts';
import { eventually } from '../engine/companions.ts';
import { openDoorBench, type DoorBench } from './door-bench.ts';

/** A short round of `npm run fuzz`, with the same inputs every time. */
describe('spoiled input', () => {
  it.each([
    ['webhooks', fuzzWebhooks, ['HTTP 200', 'HTTP 401', 'kept and read as payout.hinted', 'kept as a dead letter', 'refused as forged']],
    ['signatures', fuzzSignatures, ['one secret: believed', 'one secret: refused', 'secret path: believed', 'secret path and addresses: refused']],
    ['queries', fuzzQueries, ['whom a receipt belongs to: one text in a query that parses', 'address: refused in words', 'body: one value of it']],
  ] as const)('breaks no rule: %s', async (_target, fuzz, answers) => {
    const round = await fuzz({ seed: 20261121, inputs: 1_000 });
    expect([round.inputs, round.firstBroken]).toEqual([1_000, []]);
    expect(Object.keys(round.answers)).toEqual(expect.arrayContaining([...answers]));
  });
});

describe('a whole companion', () => {
  let bench: DoorBench;
  beforeAll(async () => {
    bench = await openDoorBench();
  });
  afterAll(() => bench.end());

  it('comes to an end with every signed letter, whatever is in it: read, or dead with an issue, and none of them stops the others', async () => {
    const chance = openChance(20261121, 'letters');
    const answers: number[] = [];
    for (let nth = 0; nth < 200; nth++) {
      const { event, request } = madeUp(chance, bench.companion.url, nth);
      if (request.method === 'POST') answers.push((await bench.signed(`/payoneer/${event}`, request.body)).status);
    }
    expect(answers.length).toBeGreaterThan(100);
    expect(new Set(answers)).toEqual(new Set([200]));
    await eventually(async () => expect(await bench.companion.assembly.store.inbox.counts()).toMatchObject({ waiting: 0 }));
    const states = await bench.companion.db.query<{ state: string; count: number }>('select state, count(*)::int as count from letter group by state');
    expect(states.map(({ state }) => state).sort()).toEqual(['dead', 'done']);
    expect((await bench.companion.assembly.store.issues.open()).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['dead letter', 'unknown reference']));
    expect((await bench.call('/healthz')).status).toBe(200);
  });
});
