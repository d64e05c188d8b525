import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The connection's own environment variables, without its prefix. `settings.ts` is the only place that names them. */
export const settings = z
  .object({
    /** My Domain or https://login.salesforce.com (https://test.salesforce.com for sandboxes); also the audience of the assertion. */
    LOGIN_URL: z.url(),
    /** Overrides the address the login answers with; seldom needed. */
    INSTANCE_URL: z.url().optional(),
    /** Consumer key of the customer's own External Client App. */
    CLIENT_ID: z.string().min(1),
    /** The integration user the app is pre-authorised for. */
    USERNAME: z.string().min(1),
    PRIVATE_KEY_FILE: z.string().min(1).optional(),
    /** PEM text; `\n` may stand for line ends. */
    PRIVATE_KEY: z.string().min(1).optional(),
    API_VERSION: z.string().regex(/^\d{2,3}\.0$/, 'must look like 66.0').default('66.0'),
    /** `quittance` where the managed package is installed; empty where the source was deployed. */
    NAMESPACE: z.string().regex(/^([A-Za-z][A-Za-z0-9_]{0,14})?$/, 'must be a Salesforce namespace or empty').default(''),
    PUBSUB_ENDPOINT: z.string().regex(/^[^\s/]+:\d+$/, 'must be host:port').default('api.pubsub.salesforce.com:7443'),
    /** Certificate authority of the event bus, PEM; only where it is not a public one. */
    PUBSUB_CA_FILE: z.string().min(1).optional(),
    /** `event` listens on the event bus besides sweeping; `sweep` only sweeps. */
    WAKE: z.enum(['event', 'sweep']).default('event'),
    /** What proves an approval: the process instance, or the stamp alone (Flow approvals leave none). */
    APPROVAL_EVIDENCE: z.enum(['classic', 'flow', 'stamp']).default('classic'),
    /** Overrules Allow_Self_Approval__c of the settings in Salesforce; unset leaves it to them. */
    ALLOW_SELF_APPROVAL: flag.optional(),
    /** Fields of the customer's own in which a reference may stand, like `Opportunity.Invoice_Number__c,Account.AccountNumber`. */
    RECEIPT_REFERENCES: z.string().default('Account.AccountNumber').transform((text, context) => {
      const fields = text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => /^(Opportunity|Account)\.([A-Za-z]\w{0,79})$/.exec(part));
      if (fields.every((field) => field !== null)) return fields.map((field) => ({ object: field[1] as 'Opportunity' | 'Account', field: field[2] ?? '' }));
      context.addIssue({ code: 'custom', message: 'must name fields of Opportunity or Account, like Opportunity.Invoice_Number__c,Account.AccountNumber' });
      return z.NEVER;
    }),
    /** After this long without an answer a call is given up, in milliseconds. */
    CALL_DEADLINE_MS: z.coerce.number().int().min(1_000).default(60_000),
  })
  .refine((given) => (given.PRIVATE_KEY_FILE === undefined) !== (given.PRIVATE_KEY === undefined), {
    error: 'exactly one of PRIVATE_KEY_FILE and PRIVATE_KEY must be set',
    path: ['PRIVATE_KEY_FILE'],
  });

export type Settings = z.infer<typeof settings>;
