import type { Gate, Payouts, SendPermit, Tools } from '../connector.ts';
import type { Attempt, Sent, Sighting } from '../../domain/payout.ts';
import { Problem } from '../../domain/problem.ts';
import { type Client, pathOf } from './client.ts';
import { payoutNotFoundCodes } from './error-codes.ts';
import { type Answer, bodyOf, exchange, refusal, unwell } from './exchange.ts';
import { amountText, unsendable } from './unsendable.ts';
import { ownError } from './refusals.ts';
import { classify } from './classify.ts';
import type { Settings } from './settings.ts';
import { amountOf, sightingOf } from './sightings.ts';
import type { TokenSource } from './token.ts';
import { balanceReply, cancelReply } from './wire.ts';

/** Status questions under way at once; the gate paces them besides. */
const questionsAtOnce = 4;

export interface PayoutWorld {
  readonly tools: Tools;
  readonly gate: Gate;
  readonly tokens: TokenSource;
  readonly client: Client;
}

/** Mass payouts, v4 (facts, section 3). */
export function payouts(settings: Settings, world: PayoutWorld): Payouts {
  const { client } = world;
  return {
    environment: settings.environment,
    programs: settings.programs,
    sameReference: settings.sameReference,
    batchLimit: settings.batchLimit,
    unsendable: (attempt) => unsendable(attempt, settings),
    prepare: (batch) => prepare(batch, settings),
    send: (batch, body, permit) => send(batch, body, permit, settings, world),
    ask: (attempts) => ask(attempts, settings, client),
    cancel: ({ program, reference }) => cancel(pathOf(`${settings.payoutPath}/cancel`, { program, reference }), client),
    async funds(program) {
      const answer = await client.call('balance', 'GET', pathOf('/v4/programs/{program}/balance', { program }));
      if (answer.status !== 200) throw refusal(answer, 'the balance question');
      const { result } = bodyOf(balanceReply, answer, 'the balance question');
      const available = amountOf(result.balance, result.currency);
      const expected = settings.programs.find((each) => each.program === program)?.currency;
      if (available.currency !== expected)
        throw new Problem('invalid', `Payoneer: program ${program} holds ${available.currency}, PROGRAMS says ${expected ?? 'nothing of it'}. Correct PROGRAMS and restart.`);
      return { available, asOf: answer.askedAt };
    },
  };
}

/** The body, written by hand so that an amount sent as a number is its exact decimal text. @throws Problem `invalid` */
function prepare(batch: readonly Attempt[], settings: Settings): string {
  const [first] = batch;
  if (!first || batch.length > settings.batchLimit || batch.some(({ program }) => program !== first.program))
    throw new Problem('invalid', `Payoneer: a submission holds 1 to ${settings.batchLimit} payouts of one program. Split the batch.`);
  const items = batch.map((attempt) => {
    const why = unsendable(attempt, settings);
    const amount = amountText(attempt.amount, settings);
    if (why !== undefined || amount === undefined) throw new Problem('invalid', `${attempt.reference}: ${why ?? 'the amount can’t be written'}`);
    const fields = { client_reference_id: attempt.reference, payee_id: attempt.payeeId, description: attempt.purpose, currency: attempt.amount.currency };
    return `${JSON.stringify(fields).slice(0, -1)},"amount":${settings.amountEncoding === 'string' ? JSON.stringify(amount) : amount}}`;
  });
  return `{"Payments":[${items.join(',')}]}`;
}

/**
 * The one call that moves money. Written at most once, whatever the gate does; never throws. Without an answer read to its end the
 * outcome is unknown; with one, `classify` alone decides, even if something fails afterwards.
 */
async function send(batch: readonly Attempt[], body: string, permit: SendPermit, settings: Settings, world: PayoutWorld): Promise<Sent> {
  const { tools, gate, tokens } = world;
  const sending: { written: boolean; answer?: Answer } = { written: false };
  try {
    const url = settings.apiUrl + pathOf(settings.massPayoutsPath, { program: batch[0]?.program ?? '' });
    const token = await tokens.get();
    await gate.pass('send', async () => {
      if (sending.written) throw new Problem('unknown', 'Payoneer: a second write of one submission was stopped. Its payouts are asked for.', { code: 'NOT_MADE' });
      if (tools.now() >= permit.deadlineAt || !permit.stillMine()) throw new Problem('unknown', 'the permit to send had ended', { code: 'NOT_MADE' });
      sending.written = true;
      const heard = await exchange(tools, {
        method: 'POST', url, body, deadlineAt: permit.deadlineAt,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
      });
      sending.answer = heard;
      if (heard.status === 401) tokens.reject(token);
      const problem = unwell(heard, tools.now());
      if (problem) throw problem;
    });
  } catch (error) {
    if (!sending.answer) return unanswered(error, sending.written);
  }
  const { answer } = sending;
  return answer ? classify(answer.status, answer.text, batch) : { notSent: 'Payoneer: the call was not made.' };
}

/** Without an answer the outcome is unknown once a byte may have left; before that (login, breaker, permit) certainly nothing was sent. */
function unanswered(error: unknown, written: boolean): Sent {
  const text = error instanceof Error ? error.message : String(error);
  return written ? { unknown: text } : { notSent: text };
}

async function ask(attempts: Parameters<Payouts['ask']>[0], settings: Settings, client: Client): Promise<ReadonlyMap<string, Sighting | Problem>> {
  const seen = new Map<string, Sighting | Problem>();
  const waiting = [...attempts];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { reference, program } = next;
      try {
        seen.set(reference, sightingOf(await client.call('ask', 'GET', pathOf(`${settings.payoutPath}/status`, { program, reference })), reference));
      } catch (error) {
        seen.set(reference, error instanceof Problem ? error : new Problem('unreachable', `Payoneer: ${reference} could not be asked for. It is asked again.`, { cause: error }));
      }
    }
  };
  await Promise.all(Array.from({ length: questionsAtOnce }, worker));
  return seen;
}

/** Asks for a cancellation. What came of it is seen in the status only: both replies merely say "received". */
async function cancel(path: string, client: Client): Promise<'asked' | 'too late'> {
  const answer = await client.call('ask', 'PUT', path);
  if (answer.status >= 200 && answer.status < 300) {
    bodyOf(cancelReply, answer, 'the cancellation');
    return 'asked';
  }
  const error = ownError(answer.text);
  const unknownPayout = error?.codes.some((code) => payoutNotFoundCodes.includes(code));
  const late = /already|transferred|processed|completed|too late|(can ?not|can't) be cancel/i;
  if (error && !unknownPayout && late.test([error.description, ...error.items.map(({ message }) => message ?? '')].join(' '))) return 'too late';
  throw refusal(answer, 'the cancellation');
}
