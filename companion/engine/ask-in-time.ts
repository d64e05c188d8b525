import type { Office } from './office.ts';

/** Sees to it that the next question to the provider is put when it is due. Joins the caller's transaction. */
export async function askInTime({ store: { ledger, timers } }: Office): Promise<void> {
  const at = await ledger.nextAsk();
  if (at !== undefined) await timers.atLatest('ask', '', at);
}
