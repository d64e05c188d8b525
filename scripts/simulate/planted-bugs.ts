import type { Assembly } from '../../companion/assembly.ts';
import type { Attempt, Sent, Sighting } from '../../companion/domain/payout.ts';
import type { SendPermit, Tools } from '../../companion/connectors/connector.ts';
import type { Change } from '../../companion/domain/change.ts';
import type { Letter } from '../../companion/store/letter-rows.ts';
import type { Roads } from './mortal-fetch.ts';

export interface Soil {
  readonly assembly: Assembly;
  readonly roads: Roads;
  readonly tools: Tools;
}

/** A mistake a companion could have, put into one process by changing what its assembly made; no production code knows of it. */
export interface PlantedBug {
  readonly name: string;
  plant(soil: Soil): void;
}

const permit = (tools: Tools): SendPermit => ({ deadlineAt: tools.now() + 60_000, stillMine: () => true }) as SendPermit;

/** Changes every answer of the provider's status before the engine hears it. */
function changeSightings(name: string, change: (sighting: Sighting, attempt: Attempt, soil: Soil) => Sighting | Promise<Sighting>): PlantedBug {
  return {
    name,
    plant(soil) {
      const { payer } = soil.assembly;
      const { ask } = payer;
      payer.ask = async (attempts) => {
        const answers = new Map(await ask(attempts));
        for (const attempt of attempts) {
          const answer = answers.get(attempt.reference);
          if (answer && 'found' in answer) answers.set(attempt.reference, await change(answer, attempt as Attempt, soil));
        }
        return answers;
      };
    },
  };
}

/** Changes what the engine hears of a submission. */
function changeSent(name: string, change: (sent: Sent, batch: readonly Attempt[], soil: Soil) => Sent | Promise<Sent>): PlantedBug {
  return {
    name,
    plant(soil) {
      const { payer } = soil.assembly;
      const { send } = payer;
      payer.send = async (batch, body, under) => change(await send(batch, body, under), batch, soil);
    },
  };
}

const again = (batch: readonly Attempt[], { assembly: { payer }, tools }: Soil): Promise<Sent> => payer.send(batch, payer.prepare(batch), permit(tools));
const renamed = (batch: readonly Attempt[], tools: Tools): readonly Attempt[] => batch.map((attempt) => ({ ...attempt, reference: `${attempt.requestId}-${String(10 + Math.floor(tools.random() * 89))}` }));

/** One try after an unknown outcome, not endlessly many. */
function onceMore(batchOf: (batch: readonly Attempt[], soil: Soil) => readonly Attempt[]): (sent: Sent, batch: readonly Attempt[], soil: Soil) => Promise<Sent> {
  let resending = false;
  return async (sent, batch, soil) => {
    if (!('unknown' in sent) || resending) return sent;
    resending = true;
    return again(batchOf(batch, soil), soil).finally(() => {
      resending = false;
    });
  };
}

const first = new Map<string, Sighting>();

export const plantedBugs: readonly PlantedBug[] = [
  changeSent('an unknown outcome is sent again under a new reference', onceMore((batch, { tools }) => renamed(batch, tools))),
  changeSent('an unknown outcome is sent again under the same reference', onceMore((batch) => batch)),
  {
    name: 'an unknown outcome is taken for a refusal, and nobody asks about it',
    plant({ assembly: { payer } }) {
      const { send, ask } = payer;
      const given = new Set<string>();
      payer.send = async (batch, body, under) => {
        const sent = await send(batch, body, under);
        if (!('unknown' in sent)) return sent;
        for (const { reference } of batch) given.add(reference);
        return { refused: batch.map(({ reference }) => ({ reference, reason: { code: '0', text: 'No answer', cause: 'other' } })) };
      };
      payer.ask = (attempts) => ask(attempts.filter(({ reference }) => !given.has(reference)));
    },
  },
  {
    name: 'the signature is checked over re-serialised JSON',
    plant: ({ assembly: { senders } }) => {
      const sender = senders.payoneer;
      if (!sender) return;
      const { verify } = sender;
      sender.verify = (request, event) => {
        try {
          return verify({ ...request, body: Buffer.from(JSON.stringify(JSON.parse(Buffer.from(request.body).toString('utf8')))) }, event);
        } catch {
          return verify(request, event);
        }
      };
    },
  },
  {
    name: 'webhooks are accepted without their secret',
    plant: ({ assembly: { senders } }) => {
      if (senders.payoneer) senders.payoneer.verify = (request, event) => ({ key: `${event} ${request.url} ${Buffer.from(request.body).toString('base64')}`, flags: [] });
    },
  },
  {
    name: 'letters are not recognised when they come again',
    plant: ({ assembly: { store: { inbox } }, tools }) => {
      const { keep } = inbox;
      inbox.keep = (letter) => keep({ ...letter, key: `${letter.key} ${tools.random()}` });
    },
  },
  {
    name: 'a letter is acknowledged before it is kept',
    plant: ({ assembly: { store: { inbox } }, tools }) => {
      const { keep } = inbox;
      inbox.keep = (letter) => {
        tools.timer.after(3 * 3_600_000, () => void keep(letter).catch(() => undefined));
        return Promise.resolve('kept');
      };
    },
  },
  {
    name: "a webhook's word is taken for the status",
    plant: ({ assembly: { engine: { desk }, store: { ledger } } }) => {
      const { hinted } = desk;
      desk.hinted = async (hints) => {
        for (const attempt of await ledger.attempts(hints.filter(({ word }) => word === 'account-loaded' || word === 'sent-to-bank').map(({ reference }) => reference))) {
          await ledger.patchAttempts([[attempt.reference, { stage: 'settled', transferredAt: attempt.sentAt ?? attempt.plannedAt, nextAskAt: null }]]);
          await ledger.move([{ requestId: attempt.requestId, event: 'see transferred', reason: null }]);
        }
        return hinted(hints);
      };
    },
  },
  changeSightings('a remembered answer is replayed instead of asking', (sighting, { reference }, { assembly: { office } }) => {
    const known = first.get(`${office.holder.length} ${reference}`);
    if (!known) first.set(`${office.holder.length} ${reference}`, sighting);
    return known ? { ...known, askedAt: sighting.askedAt } : sighting;
  }),
  changeSightings('"not found" once is taken for "never sent"', async (sighting, { reference }, soil) => {
    const [row] = sighting.found ? [] : await soil.assembly.store.ledger.attempts([reference]);
    if (row && row.stage === 'unknown' && row.missed === 0) await again([{ ...row, amount: { minor: row.amountMinor, currency: row.currency } }], soil);
    return sighting;
  }),
  changeSightings('a sighting is not compared with the fingerprint', async (sighting, { reference }, { assembly: { store } }) => {
    const [row] = await store.ledger.attempts([reference]);
    return sighting.found && row ? { ...sighting, payeeId: row.payeeId, amount: { minor: row.amountMinor, currency: row.currency } } : sighting;
  }),
  changeSightings('cancelled is believed at the first reading', async (sighting, { reference }, { assembly: { store } }) => {
    if (sighting.found && sighting.status === 'cancelled') await store.ledger.patchAttemptsQuietly([[reference, { cancelledFirstAt: sighting.askedAt - 86_400_000 }]]);
    return sighting;
  }),
  {
    name: 'an old value in the outbox overwrites a newer one',
    plant: ({ assembly: { books } }) => {
      const before = new Map<string, Change>();
      const { write } = books;
      books.write = (changes) => write(changes.map((change): Change => {
        const old = before.get(`${change.kind} ${change.key}`);
        before.set(`${change.kind} ${change.key}`, change);
        return old && change.kind === 'transaction' ? ({ ...old, version: change.version }) : change;
      }));
    },
  },
  {
    name: 'a restored ledger is trusted',
    plant: ({ assembly: { books } }) => {
      books.claims = () => Promise.resolve([]);
    },
  },
  {
    name: 'nothing is reserved in the books',
    plant: ({ assembly: { books } }) => {
      books.reserve = (rows) => Promise.resolve(new Map(rows.map(({ attempt }) => [attempt.reference, 'reserved' as const])));
    },
  },
  {
    name: 'a letter counts as done before it is opened',
    plant: ({ assembly: { store: { inbox } } }) => {
      const { take } = inbox;
      inbox.take = async (limit, leaseMs): Promise<readonly Letter[]> => {
        const letters = await take(limit, leaseMs);
        const spoiled = letters.filter(({ event, id }) => event !== 'work.requested' && Number(id) % 7 === 0);
        await inbox.done(spoiled.map(({ id }) => id));
        return letters.filter((letter) => !spoiled.includes(letter));
      };
    },
  },
];

/** What a planted bug remembers must not outlive its seed. */
export const forgetPlanted = (): void => first.clear();
