/** One line of the journal: whose payment (Payment Request id), and what to remember of it. */
export interface Noted {
  readonly id: string;
  readonly note?: unknown;
}
