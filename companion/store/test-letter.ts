import type { NewLetter } from './letter-rows.ts';

/** A letter whose address, headers and bytes are none anybody would expect. */
export const oddLetter = (key: string, more: Partial<NewLetter> = {}): NewLetter => ({
  connection: 'payer', event: 'payout', key, flags: ['unsigned', 'a "b" {c},\\'],
  request: {
    method: 'POST', url: 'https://companion.example/webhooks/payer/payout?x=1',
    headers: [['Content-Type', 'application/json'], ['X-Odd', 'ä "quoted" \\ {},'], ['X-Odd', 'again']], body: new Uint8Array([0, 255, 92, 120, ...new TextEncoder().encode(key)]),
  },
  ...more,
});
