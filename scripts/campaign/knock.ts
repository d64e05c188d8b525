import autocannon from 'autocannon';
import { hintPath, type Letters } from './letters.ts';

export interface Knocked {
  /** Of every answer, ms. */
  readonly timesMs: readonly number[];
  /** Answers other than 200, and connections that failed. */
  readonly notAccepted: number;
}

const connections = 50;

/** Signed webhooks over 50 connections for so many seconds, or until so many were acknowledged; which of them were, the letters know. */
export async function knock(url: string, letters: Letters, reference: () => string, { seconds, atMost = Infinity }: { readonly seconds: number; readonly atMost?: number }): Promise<Knocked> {
  const timesMs: number[] = [];
  let left = atMost;
  const result = await autocannon({
    url, connections, ...(atMost === Infinity ? { duration: seconds } : { duration: seconds, amount: atMost }),
    setupClient: (client) => {
      let current = letters.write(url, reference());
      client.setHeadersAndBody({ ...current.headers }, current.body);
      client.on('response', (status, _bytes, tookMs) => {
        timesMs.push(tookMs);
        if (status === 200) letters.acknowledge(current.name);
        if (--left <= 0) return;
        current = letters.write(url, reference());
        client.setHeadersAndBody({ ...current.headers }, current.body);
      });
    },
    requests: [{ method: 'POST', path: hintPath }],
  });
  return { timesMs, notAccepted: result.non2xx + result.errors };
}
