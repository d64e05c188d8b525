import { describe, expect, it } from '@jest/globals';
import type { CallClass } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import { gateSettings, openGate } from './gate.ts';
import { tableOf, world } from './test-gate-world.ts';

const rate = { perSecond: 10, burst: 20 };
const silence = (): Promise<never> => Promise.reject(new Problem('unreachable', 'no answer'));
const answer = (): Promise<string> => Promise.resolve('yes');
const outcome = (call: Promise<unknown>): Promise<unknown> => call.then((value) => value, (error: unknown) => (error instanceof Problem ? error.code ?? error.kind : error));

describe('looks', () => {
  it('neither open nor close the breaker, and never are its probe', async () => {
    const { tools, pass } = world();
    const { table, calls } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings({ perSecond: 100, burst: 200 }));
    for (let index = 0; index < 10; index++) expect(await outcome(gate.pass('look', silence))).toBe('unreachable');
    expect([gate.breaker(), calls.open]).toEqual(['Closed', 0]);
    for (let index = 0; index < 4; index++) await outcome(gate.pass('ask', silence));
    expect(await outcome(gate.pass('look', answer))).toBe('yes');
    await outcome(gate.pass('ask', silence));
    expect([gate.breaker(), await outcome(gate.pass('look', answer))]).toEqual(['Open', 'BREAKER_OPEN']);
    await pass(6_500);
    expect([await outcome(gate.pass('look', answer)), calls.probe]).toEqual(['BREAKER_OPEN', 0]);
    expect(await outcome(gate.pass('send', answer))).toBe('yes');
    await pass(2_000);
    expect(await outcome(gate.pass('look', answer))).toBe('yes');
  });

  it('that are asked to slow down keep other looks waiting, and no payment', async () => {
    const { tools, pass } = world();
    const { table } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings({ perSecond: 100, burst: 200 }));
    const busy = (retryAfterMs?: number) => (): Promise<never> => Promise.reject(new Problem('busy', 'slow down', { code: '429', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }));
    expect(await outcome(gate.pass('look', busy(900_000)))).toBe('429');
    expect([await outcome(gate.pass('look', answer)), await outcome(gate.pass('send', answer))]).toEqual(['PAUSED', 'yes']);
    await pass(900_000);
    expect(await outcome(gate.pass('look', busy()))).toBe('429');
    await pass(2_000);
    expect(await outcome(gate.pass('look', busy()))).toBe('429');
    await pass(2_000);
    expect(await outcome(gate.pass('look', answer))).toBe('PAUSED');
    await pass(2_000);
    expect(await outcome(gate.pass('look', answer))).toBe('yes');
  });

  it('go last', async () => {
    const { tools, pass } = world();
    const { table } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings(rate));
    const order: CallClass[] = [];
    const call = (kind: CallClass) => void gate.pass(kind, () => { order.push(kind); return answer(); });
    for (let index = 0; index < 30; index++) call('look');
    await pass(500);
    const before = order.length;
    for (let index = 0; index < 20; index++) call('send');
    await pass(2_000);
    expect(order.slice(before, before + 15).filter((kind) => kind === 'look').length).toBeLessThanOrEqual(2);
  });
});
