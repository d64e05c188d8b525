import type { Invitation, Party, PayeeFacts, RecipientFacts } from './recipient.ts';

/** What a provider says of a payee, in our words. Only an active one is paid. */
export type PayeeStatus = 'active' | 'pending' | 'inactive' | 'not found';

/** What a system can do for recipients; part of the one face of every outside system. */
export interface RecipientCapabilities {
  readonly recipientBooks?: RecipientBooks;
  readonly onboarding?: Onboarding;
}

/** A recipient as the books show it. */
export interface RecipientRecord {
  readonly id: string;
  readonly facts: RecipientFacts;
  readonly verified: boolean;
  /** What a person asks for: a registration link, or that the provider be asked. */
  readonly action: string | undefined;
  /** The contact or account behind it; read only where something is asked for, and only where the books let us. */
  readonly party: Party | undefined;
}

/** The books for recipients. What is told to them travels with everything else that is written back. */
export interface RecipientBooks {
  /**
   * Recipients that were changed since (ISO 8601) or on which something is asked for, or those with these payee keys: one call, and one more per further
   * page of 2,000. `until` is the latest modification among them.
   */
  look(at: { readonly since: string } | { readonly payeeKeys: readonly string[] }): Promise<{ readonly records: readonly RecipientRecord[]; readonly until: string | undefined }>;
}

/** How payees come to a provider. Nothing here moves money, and everything is safe to repeat. */
export interface Onboarding {
  readonly programs: readonly { readonly program: string }[];
  /** A page on which the payee registers: one call. @throws Problem `invalid` or `refused` with the provider's words. */
  link(program: string, invitation: Invitation): Promise<string>;
  /** What the provider says of a payee: one call, and one more for one that it knows. */
  payee(program: string, payeeId: string): Promise<{ readonly status: PayeeStatus; readonly facts: PayeeFacts | undefined }>;
}
