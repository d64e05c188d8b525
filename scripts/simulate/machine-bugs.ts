import type { Attempt } from '../../companion/domain/payout.ts';
import type { PlantedBug } from './planted-bugs.ts';

/** Changes what is put into a submission. */
const changeBody = (name: string, change: (batch: readonly Attempt[]) => readonly Attempt[]): PlantedBug => ({
  name,
  plant({ assembly: { payer } }) {
    const { prepare } = payer;
    payer.prepare = (batch) => prepare(change(batch));
  },
});

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
    // Any one of these alone is made up for by the others.
    name: 'everybody is given every lease, and looks at nothing that another one has under way',
    plant({ assembly: { store: { leases, ledger } } }) {
      leases.acquire = () => Promise.resolve({ fence: 1 });
      leases.renew = () => Promise.resolve({ fence: 1 });
      ledger.dangling = () => Promise.resolve([]);
      ledger.undecidedIn = () => Promise.resolve(undefined);
    },
  },
  {
    name: 'the kill switch of the org is not read, and what the books refuse because of it is sent all the same',
    plant({ assembly: { books } }) {
      const { survey, reserve } = books;
      books.paused = () => Promise.resolve(false);
      books.survey = async (scope) => ({ ...(await survey(scope)), paused: false });
      books.reserve = async (rows) => new Map([...(await reserve(rows))].map(([reference, answer]) => [reference, answer !== 'reserved' && answer.code === 'FENCE-PAUSED' ? 'reserved' : answer]));
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
  changeBody('an amount loses what is less than a whole unit', (batch) => batch.map((attempt) => ({ ...attempt, amount: { ...attempt.amount, minor: attempt.amount.minor - (attempt.amount.minor % 100) } }))),
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
