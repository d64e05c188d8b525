import { z } from 'zod';

/**
 * Payoneer's bodies as parsed by `parseExactly`: every number is text. Field sources are in facts, sections 2 to 5; the official
 * pages can't be read by machines, so whatever is not always seen is `nullish` and unknown keys are let through.
 */
const text = z.string();
const optional = z.string().nullish();

/** `POST {auth}/api/v2/oauth2/token`. For client credentials `refresh_token` and `id_token` come as null. */
export const tokenReply = z.object({
  access_token: text.min(1),
  expires_in: optional,
  refresh_token: optional,
  id_token: optional,
});

/** An OAuth refusal. */
export const tokenError = z.object({ error: text.min(1), error_description: optional });

/** `GET …/payouts/{reference}/status`. The first six are documented as always present. */
export const statusReply = z.object({
  result: z.object({
    amount: text,
    currency: text,
    status: text,
    payee_id: text,
    payout_id: optional,
    client_reference_id: optional,
    target_amount: optional,
    target_currency: optional,
    reason_code: optional,
    reason_description: optional,
    cancel_reason_code: optional,
    cancel_reason_description: optional,
  }),
});

/** `PUT …/payouts/{reference}/cancel`: two forms were seen, neither says more than "received". */
export const cancelReply = z.object({
  result: z.union([text, z.looseObject({})]),
});

/** `GET /v4/programs/{program}/balance`. */
export const balanceReply = z.object({ result: z.object({ balance: text, currency: text }) });

/** `GET /v4/programs/{program}/payees/{payee}/status`: an object in most samples, a flat word in one README. */
export const payeeStatusReply = z.object({
  result: z.object({ status: z.union([text, z.object({ type: text })]), account_id: optional, registration_date: optional, payout_method: z.object({ type: optional, currency: optional }).nullish() }),
});

/** `GET …/payees/{payee}/details`: grade B, so that nothing in it is counted on. */
export const payeeDetailsReply = z.object({
  result: z.object({
    account_id: optional,
    type: optional,
    contact: z.object({ first_name: optional, last_name: optional, email: optional }).nullish(),
    company: z.object({ name: optional }).nullish(),
    address: z.object({ country: optional }).nullish(),
  }),
});

/** `POST /v4/programs/{program}/payees/registration-link`. */
export const registrationLinkReply = z.object({ result: z.object({ registration_link: text.min(1) }) });

/** One line of `GET /v4/accounts/{account}/transactions`. Each is read on its own, so that one of another form loses no other. */
export const transaction = z.object({
  id: text,
  category_id: optional,
  status_id: optional,
  status_name: optional,
  description: optional,
  date: optional,
  amount: optional,
  amount_currency: optional,
  source: optional,
  details: z.object({
    fee: optional, fee_currency: optional, payment_reference: optional, payment_description: optional, payment_date: optional, note: optional,
  }).nullish(),
});
export const transactionsReply = z.object({
  result: z.object({ transactions: z.object({ items: z.array(z.unknown()), next: optional }) }),
});

/** `GET /v4/accounts/{account}/balances`; each line is read on its own. */
export const accountBalance = z.object({ currency: text, status: text, available_balance: text });
export const accountBalancesReply = z.object({ result: z.object({ balances: z.object({ items: z.array(z.unknown()) }) }) });

const itemError = z.object({ code: optional, sub_code: optional, target: optional, value: z.unknown().optional(), message: optional, description: optional });
export type ItemError = z.infer<typeof itemError>;

/** The v4 error body: `error` alone is not enough, since any web framework answers `{"error":"Bad Request"}`. */
export const errorReply = z
  .object({
    error: text,
    error_description: optional,
    error_details: z
      .object({ code: optional, sub_code: optional, target: optional, value: z.unknown().optional(), errors: z.array(itemError).nullish() })
      .nullish(),
  })
  .refine((reply) => typeof reply.error_description === 'string' || (reply.error_details !== null && reply.error_details !== undefined));

/** The v2 error body, kept because reason codes are shared between the generations. */
export const legacyErrorReply = z.object({ audit_id: text, code: text, description: text });
