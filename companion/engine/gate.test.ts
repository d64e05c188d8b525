import { describe, expect, it } from '@jest/globals';
import type { CallClass } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import { gateSettings, openGate } from './gate.ts';
import { tableOf, world } from './test-gate-world.ts';

const rate = { perSecond: 10, burst: 20 };
const silence = (): Promise<never> => Promise.reject(new Problem('unreachable', 'no answer'));
const answer = (): Promise<string> => Promise.resolve('yes');
const outcome = (call: Promise<unknown>): Promise<unknown> => call.then((value) => value, (error: unknown) => (error instanceof Problem ? error.code ?? error.kind : error));

describe('the gate', () => {
  it('never lets more calls through than the rate and the burst allow, with few looks at the table', async () => {
    const { tools, pass } = world();
    const { table, calls } = tableOf();
    const gates = [openGate('Payer', table, tools, gateSettings(rate)), openGate('Payer', table, tools, gateSettings(rate))];
    let made = 0;
    for (let index = 0; index < 400; index++) void gates[index % 2]?.pass('ask', () => { made += 1; return answer(); });
    await pass(10_000);
    expect(made).toBeLessThanOrEqual(20 + 100);
    expect(made).toBeGreaterThanOrEqual(110);
    await pass(30_000);
    expect(made).toBe(400);
    expect(calls.take).toBeLessThan(250);
  });

  it('costs a busy connection that stays within its rate much less than a statement per call', async () => {
    const { tools, pass } = world();
    const { table, calls } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings({ perSecond: 100, burst: 100 }));
    for (let index = 0; index < 200; index++) {
      await gate.pass('ask', answer);
      await pass(20);
    }
    expect(calls.take + calls.giveBack).toBeLessThan(30);
  });

  it('gives unused tokens back after a second without calls', async () => {
    const { tools, pass } = world();
    const { table, calls } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings(rate));
    for (let index = 0; index < 4; index++) await gate.pass('ask', answer);
    expect(calls.giveBack).toBe(0);
    await pass(1_100);
    expect(calls.giveBack).toBe(1);
  });

  it('lets an ask go before a crowd of polls, and still gives each class its share', async () => {
    const { tools, pass } = world();
    const { table } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings(rate));
    const order: CallClass[] = [];
    const call = (kind: CallClass) => void gate.pass(kind, () => { order.push(kind); return answer(); });
    for (let index = 0; index < 30; index++) call('poll');
    await pass(500);
    const before = order.length;
    call('ask');
    await pass(150);
    expect(order.slice(before, before + 2)).toContain('ask');
    for (let index = 0; index < 300; index++) { call('poll'); call('ask'); call('send'); call('balance'); }
    const from = order.length;
    await pass(20_000);
    const seen = order.slice(from);
    const part = (kind: CallClass): number => seen.filter((each) => each === kind).length / seen.length;
    expect(part('poll')).toBeGreaterThan(0.07);
    expect(part('balance')).toBeGreaterThan(0.03);
    expect(part('send')).toBeGreaterThan(0.15);
    expect(part('ask')).toBeGreaterThan(0.5);
  });

  it('pauses everybody for as long as the other side asked, and turns calls away when that is long', async () => {
    const { tools, pass } = world();
    const { table } = tableOf();
    const [one, two] = [openGate('Payer', table, tools, gateSettings(rate)), openGate('Payer', table, tools, gateSettings(rate))];
    await expect(one.pass('ask', () => Promise.reject(new Problem('busy', 'slow down', { retryAfterMs: 5_000 })))).rejects.toThrow('slow down');
    let made = 0;
    for (const gate of [one, two]) void gate.pass('ask', () => { made += 1; return answer(); });
    await pass(4_900);
    expect(made).toBe(0);
    await pass(2_000);
    expect(made).toBe(2);
    await outcome(one.pass('ask', () => Promise.reject(new Problem('busy', 'slow down', { retryAfterMs: 600_000 }))));
    expect(await outcome(one.pass('send', answer))).toBe('PAUSED');
  });

  it('lets calls through although a pause of decades was kept by an earlier version', async () => {
    const { tools, pass } = world();
    const { table } = tableOf();
    await table.pause(tools.now() + 2_000_000_000_000);
    let made = 0;
    void openGate('Payer', table, tools, gateSettings(rate)).pass('ask', () => { made += 1; return answer(); });
    await pass(2_000);
    expect(made).toBe(1);
  });

  it('opens after calls without an answer, for every companion, and never for answers we did not like', async () => {
    const { tools } = world();
    const { table, calls } = tableOf();
    const [one, two] = [openGate('Payer', table, tools, gateSettings(rate)), openGate('Payer', table, tools, gateSettings(rate))];
    for (let index = 0; index < 8; index++) await outcome(one.pass('ask', () => Promise.reject(new Problem('declined', 'no'))));
    for (let index = 0; index < 4; index++) await outcome(one.pass('ask', silence));
    expect([one.breaker(), calls.open]).toEqual(['Closed', 0]);
    await outcome(one.pass('ask', silence));
    expect([one.breaker(), calls.open]).toEqual(['Open', 1]);
    expect(await outcome(one.pass('send', answer))).toBe('BREAKER_OPEN');
    expect(await outcome(two.pass('send', answer))).toBe('BREAKER_OPEN');
  });

  it('turns away who waits when it opens, without making their calls', async () => {
    const { tools, pass } = world();
    const { table } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings({ perSecond: 1, burst: 5 }));
    let made = 0;
    const outcomes = Promise.all(Array.from({ length: 9 }, () => outcome(gate.pass('ask', () => { made += 1; return silence(); }))));
    await pass(100);
    expect((await outcomes).filter((each) => each === 'BREAKER_OPEN')).toHaveLength(4);
    expect(made).toBe(5);
  });

  it('lets one probe through among all companions, closes on its answer, and starts slowly', async () => {
    const { tools, pass } = world();
    const { table, calls } = tableOf();
    const gates = [0, 1, 2].map(() => openGate('Payer', table, tools, gateSettings(rate)));
    const [first] = gates;
    for (let index = 0; index < 5; index++) await outcome(first?.pass('ask', silence) ?? Promise.resolve());
    for (const gate of gates) await outcome(gate.pass('ask', answer));
    await pass(9_000);
    let made = 0;
    let release: (() => void) | undefined;
    const slow = (): Promise<string> => {
      made += 1;
      return new Promise((resolve) => { release = () => resolve('yes'); });
    };
    const tries = gates.map((gate) => outcome(gate.pass('ask', slow)));
    await pass(200);
    expect([made, calls.close]).toEqual([1, 0]);
    release?.();
    expect((await Promise.all(tries)).sort()).toEqual(['BREAKER_OPEN', 'BREAKER_OPEN', 'yes']);
    expect(calls.close).toBe(1);
    let after = 0;
    for (let index = 0; index < 20; index++) void first?.pass('ask', () => { after += 1; return answer(); });
    await pass(50);
    expect(after).toBeLessThanOrEqual(2);
  });

  it('learns nothing from a call that gave itself up before it was made', async () => {
    const { tools, pass } = world();
    const { table, calls } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings({ perSecond: 100, burst: 200 }));
    const givenUp = (): Promise<never> => Promise.reject(new Problem('unknown', 'the permit to send had ended', { code: 'NOT_MADE' }));
    for (let index = 0; index < 8; index++) await outcome(gate.pass('send', givenUp));
    expect([gate.breaker(), calls.open]).toEqual(['Closed', 0]);
    for (let index = 0; index < 4; index++) await outcome(gate.pass('ask', silence));
    await outcome(gate.pass('send', givenUp));
    await outcome(gate.pass('ask', silence));
    expect([gate.breaker(), calls.open]).toEqual(['Open', 1]);
    await pass(6_500);
    expect(await outcome(gate.pass('send', givenUp))).toBe('NOT_MADE');
    expect([gate.breaker(), calls.close, calls.probe]).toEqual(['Half-open', 0, 1]);
    // The probe that was not made is the next call's.
    expect(await outcome(gate.pass('ask', answer))).toBe('yes');
    expect([gate.breaker(), calls.open, calls.probe]).toEqual(['Closed', 1, 1]);
  });

  it('keeps one probe one: who comes while it is under way does not take it', async () => {
    const { tools, pass } = world();
    const { table, calls } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings(rate));
    for (let index = 0; index < 5; index++) await outcome(gate.pass('ask', silence));
    await pass(6_500);
    let release: (() => void) | undefined;
    const probe = outcome(gate.pass('ask', () => new Promise<string>((resolve) => { release = () => resolve('yes'); })));
    await pass(100);
    expect(await outcome(gate.pass('ask', answer))).toBe('BREAKER_OPEN');
    release?.();
    expect([await probe, calls.close]).toEqual(['yes', 1]);
  });

  it('stays open twice as long after a failed probe', async () => {
    const { tools, pass } = world();
    const { table, calls } = tableOf();
    const gate = openGate('Payer', table, tools, gateSettings(rate));
    for (let index = 0; index < 5; index++) await outcome(gate.pass('ask', silence));
    await pass(6_500);
    expect(await outcome(gate.pass('ask', silence))).toBe('unreachable');
    await pass(6_500);
    expect(await outcome(gate.pass('ask', answer))).toBe('BREAKER_OPEN');
    await pass(6_500);
    expect(await outcome(gate.pass('ask', answer))).toBe('yes');
    expect([gate.breaker(), calls.open]).toEqual(['Closed', 2]);
  });
});
