import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RawRequest } from '../../companion/connectors/connector.ts';
import { attempt, connected, type Connected, program } from './payoneer-bench.ts';

/** What the sandbox's Payoneer really sends, received over a socket byte for byte. */
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function receiving(policies: Parameters<typeof connected>[0] = {}, env: Parameters<typeof connected>[1] = {}): Promise<{ here: Connected; letters: { event: string; request: RawRequest }[] }> {
  const here = await connected(policies, env);
  const letters: { event: string; request: RawRequest }[] = [];
  const keep = async (request: IncomingMessage): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = Object.entries(request.headersDistinct).flatMap(([name, values]) => (values ?? []).map((value) => [name, value] as const));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${request.url}`;
    letters.push({ event: new URL(url).pathname.split('/').at(-1) ?? '', request: { method: request.method ?? '', url, headers, body: Buffer.concat(parts) } });
  };
  const server: Server = createServer((request, response) => void keep(request).then(() => response.end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  here.sandbox.webhooks.target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/payoneer`;
  closing.push(here.close, () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }));
  return { here, letters };
}

describe('Webhooks from the sandbox', () => {
  it.each([
    ['as JSON', {}], ['with encoded values', { webhookValuesEncoded: true }], ['in the legacy GET form', { webhookForm: 'legacy-get' as const }],
  ])('%s are verified and read', async (_what, policies) => {
    const { here, letters } = await receiving({ ...policies, webhookAccountFunded: true });
    await here.send([attempt(1), attempt(2, { payeeId: 'bob' }), attempt(3, { payeeId: 'dora' })]);
    await here.clock.advance(10_000);
    await here.sandbox.setPayee('carl', { status: 'Active' });
    await here.sandbox.fund(program, 5);
    const words = letters.flatMap(({ event, request }) => {
      expect(here.webhooks.verify(request, event).flags).toEqual([]);
      return here.webhooks.read(request, event);
    });
    const hint = (number: number, word: string, final: boolean) => ({ name: 'payout.hinted', data: { reference: attempt(number).reference, word, final } });
    expect(words).toEqual(expect.arrayContaining([
      hint(1, 'payment-accepted', false), hint(1, 'account-loaded', true), hint(2, 'sent-to-bank', true), hint(3, 'cancel-payout', true),
      { name: 'payee.hinted', data: { payeeId: 'carl', word: 'payee-approved' } }, { name: 'funds.hinted', data: { word: 'account-funded' } },
    ]));
  });

  it('are told from a forger’s and from a re-serialised one, and doubled ones have one key', async () => {
    const { here, letters } = await receiving();
    here.world.weather.add({ webhooks: 'forged', event: 'payment-accepted' }, { webhooks: 'twice', event: 'account-loaded' });
    await here.send([attempt(1)]);
    await here.clock.advance(10_000);
    const judged = letters.map(({ event, request }) => {
      try {
        return here.webhooks.verify(request, event).key;
      } catch {
        return 'forged';
      }
    });
    expect(judged.filter((each) => each === 'forged')).toHaveLength(1);
    expect(new Set(judged.filter((each) => each !== 'forged')).size).toBe(2);
    expect(judged).toHaveLength(4);
  });

  it('without signature are turned away', async () => {
    const { here, letters } = await receiving({ webhookSigned: false });
    await here.send([attempt(1)]);
    await here.clock.advance(10_000);
    expect(letters.length).toBeGreaterThan(0);
    for (const { event, request } of letters) expect(() => here.webhooks.verify(request, event)).toThrow('no Authorization header');
  });
});
