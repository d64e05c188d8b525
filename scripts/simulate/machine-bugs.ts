import { decimalText } from '../../companion/domain/money.ts';
import { payeeIdOf, type Attempt } from '../../companion/domain/payout.ts';
import type { PlantedBug, Soil } from './planted-bugs.ts';

/** Changes what is put into a submission. */
const changeBody = (name: string, change: (batch: readonly Attempt[], soil: Soil) => readonly Attempt[]): PlantedBug => ({
  name,
  plant(soil) {
    const { payer } = soil.assembly;
    const { prepare } = payer;
    payer.prepare = (batch) => prepare(change(batch, soil));
  },
});

const rowOf = ({ roads }: Soil, { requestId }: Attempt) => roads.stage.outside.request(requestId);

/** Mistakes with locks, switches, clocks, the disk, and with whose word counts. */
export const machineBugs: readonly PlantedBug[] = [
  {
    name: 'a permit to send has no end',
    plant({ assembly: { payer } }) {
      const { send } = payer;
      payer.send = (batch, body, permit) => send(batch, body, { ...permit, deadlineAt: Number.MAX_SAFE_INTEGER, stillMine: () => true });
    },
  },
  {
    name: 'everybody is given every lease',
    plant({ assembly: { store: { leases } } }) {
      leases.acquire = () => Promise.resolve({ fence: 1 });
      leases.renew = () => Promise.resolve({ fence: 1 });
    },
  },
  {
    name: 'the kill switch of the org is not read',
    plant({ assembly: { books } }) {
      const { survey } = books;
      books.paused = () => Promise.resolve(false);
      books.survey = async (scope) => ({ ...(await survey(scope)), paused: false });
    },
  },
  {
    name: "the companion's own kill switch is not read",
    plant({ assembly: { office } }) {
      Object.assign(office, { killed: () => false });
    },
  },
  {
    name: 'what was paid is not asked about again',
    plant({ assembly: { payer, store: { ledger } } }) {
      const { ask } = payer;
      payer.ask = async (attempts) => {
        const answers = new Map(await ask(attempts));
        for (const row of await ledger.attempts(attempts.map(({ reference }) => reference))) {
          const answer = answers.get(row.reference);
          if (row.transferredAt !== null && answer && 'found' in answer && answer.found) answers.set(row.reference, { ...answer, status: 'transferred' });
        }
        return answers;
      };
    },
  },
  {
    name: 'what the books refused counts as written',
    plant({ assembly: { books } }) {
      const { write } = books;
      books.write = async (changes) => new Map([...(await write(changes)).keys()].map((key) => [key, 'written' as const]));
    },
  },
  {
    name: 'a letter is acknowledged that the disk had no room for',
    plant({ assembly: { store: { inbox } } }) {
      const { keep } = inbox;
      inbox.keep = (letter) => keep(letter).catch(() => 'kept' as const);
    },
  },
  changeBody('the amount is read from the record when it is sent', (batch, soil) => batch.map((attempt) => ({ ...attempt, amount: { ...attempt.amount, minor: Math.round(Number(rowOf(soil, attempt).Amount__c ?? decimalText(attempt.amount)) * 100) } }))),
  changeBody('the payee is read from the recipient when it is sent', (batch, soil) => batch.map((attempt) => {
    const key = soil.roads.stage.outside.row('Recipient_Account__c', String(rowOf(soil, attempt).Recipient__c)).Payee_Key__c;
    return typeof key === 'string' ? { ...attempt, payeeId: payeeIdOf(key) } : attempt;
  })),
  changeBody('two payments of a batch change places', (batch) => (batch.length < 2 ? batch : batch.map((attempt, index) => ({ ...attempt, reference: batch[(index + 1) % batch.length]?.reference ?? attempt.reference })))),
  {
    name: 'a reservation the books refused is sent all the same',
    plant({ assembly: { books } }) {
      const { reserve } = books;
      books.reserve = async (rows) => {
        await reserve(rows);
        return new Map(rows.map(({ attempt }) => [attempt.reference, 'reserved' as const]));
      };
    },
  },
];
