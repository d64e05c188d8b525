import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSendBench } from './test-sending.ts';
import { idOf, lane } from './test-office.ts';
import { timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); });
afterAll(() => bench.close());
beforeEach(() => bench.begin());
const reference = `${idOf(1)}-01`;
const sent = () => bench.calls.map(({ references }) => references);

/** A row that was refused with its batch, was not found since, and may go out again. */
async function parked(): Promise<void> {
  await bench.planned(1, { stage: 'unknown', posted: 1 }, 'Awaiting Funds');
  await bench.store.ledger.patchAttemptsQuietly([[reference, { refusedWithBatch: true, reasonCode: '1', reasonText: 'No funds', reasonCause: 'funds', missed: timing.giveUpAfterMissed, unknownSince: bench.clock.at - timing.giveUpAfterMs, bodyHash: 'h' }]]);
}

/** Holds up the first run between its look at what may go out again and the sending of it. */
function holdUpFirstLook(): { readonly reached: Promise<void>; goOn(): void } {
  const { ledger } = bench.store;
  const { refusedAndMissed } = ledger;
  const [held, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  (ledger as { refusedAndMissed: unknown }).refusedAndMissed = async (...all: Parameters<typeof refusedAndMissed>) => {
    Object.assign(ledger, { refusedAndMissed });
    const rows = await refusedAndMissed(...all);
    reached.resolve();
    await held.promise;
    return rows;
  };
  return { reached: reached.promise, goOn: () => held.resolve() };
}

describe('a run that was held up and overtaken', () => {
  it('does not prolong the right that a later run of the same process holds', async () => {
    const { leases } = bench.store;
    const first = await leases.acquire('send:x', 'me', timing.leaseMs);
    bench.clock.at += timing.leaseMs + 1;
    const second = await leases.acquire('send:x', 'me', timing.leaseMs);
    expect([first?.fence, second?.fence]).toEqual([1, 2]);
    expect(await leases.renew('send:x', 'me', 1, timing.leaseMs)).toBeUndefined();
    expect(await leases.renew('send:x', 'me', 2, timing.leaseMs)).toEqual({ fence: 2 });
  });

  it('does not send again what the later run of the same process sent and is in doubt about', async () => {
    await parked();
    const { reached, goOn } = holdUpFirstLook();
    const first = bench.pay();
    await reached;
    bench.clock.at += timing.leaseMs + 1;
    bench.world.answers.push({ unknown: 'time-out' });
    const { ledger } = bench.store;
    const { undecidedIn } = ledger;
    let looks = 0;
    // The second run has sent and looks whether it may go on, its right still held, when the first one goes on.
    (ledger as { undecidedIn: unknown }).undecidedIn = async (of: typeof lane) => {
      if (++looks === 2) { goOn(); await first; }
      return undecidedIn(of);
    };
    await bench.pay();
    Object.assign(ledger, { undecidedIn });
    expect(sent()).toEqual([[reference]]);
  });
});

it('a row that recovery has begun to doubt since it was chosen is not sent again, whoever planned it', async () => {
  await parked();
  const { db, installation, ledger } = bench.store;
  bench.world.onPrepare = () => void db.transaction(async () => {
    await installation.setMode('recovery');
    await ledger.distrustParked(bench.clock.at);
  });
  await bench.pay();
  await installation.setMode('normal');
  expect(sent()).toEqual([]);
  expect(await bench.attempt(reference)).toMatchObject({ stage: 'unknown', refusedWithBatch: false, posted: 2 });
});
