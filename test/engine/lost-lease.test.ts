import { afterEach, describe, expect, it } from '@jest/globals';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { openLog, realWorld } from '../../companion/world.ts';
import { pause } from '../flows/eventually.ts';
import { localWake } from '../flows/start-beside.ts';
import { companionsOf, type Companions } from './companions.ts';
import { openOutside, raiseFour, untilEnded, wrongs, type Outside } from './story.ts';

let outside: Outside;
let companions: Companions;
afterEach(async () => {
  await companions.end();
  await outside.close();
});

describe('a right to send that ran out while the books were slow', () => {
  it('sends nothing then, and everything afterwards', async () => {
    outside = await openOutside();
    companions = companionsOf(outside);
    const world = realWorld(openLog('silent'));
    let slow = 0;
    const slowly: typeof fetch = async (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      const response = await world.fetch(input, init);
      const reserves = outside.requests().some((row) => row.Status__c === 'Sending');
      if (reserves && slow < 2 && String(input).includes('/composite') && !body.includes('masspayouts')) {
        slow++;
        await pause(900);
      }
      return response;
    };
    await companions.start('', { timing: { leaseMs: 600 }, given: { database: await openEmptyDatabase(), wake: localWake, tools: { ...world, fetch: slowly } } });
    const ids = raiseFour(outside);
    outside.approve(ids);
    await untilEnded(outside, ids, 12_000);
    expect(slow).toBeGreaterThan(0);
    expect(wrongs(outside, ids)).toEqual([]);
    expect(ids.map((id) => outside.request(id).Status__c)).toEqual(Array(4).fill('Completed'));
  }, 60_000);
});
