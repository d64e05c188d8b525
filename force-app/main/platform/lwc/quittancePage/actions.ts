/** What a person may ask for on a payment. */
export type ActionName = 'Submit' | 'Hold' | 'Release' | 'Cancel' | 'Retry' | 'Re-initiate';

/** An action that makes sense now. */
export interface Offer {
  readonly name: ActionName;
  /** Asking needs the permission to pay again after an attempt, or to approve a second time what is above a limit. */
  readonly needsPermission: boolean;
}

/** States in which an action does something. The companion acts from the approval on; before that the package submits, and gives up what was never sent. */
const states: Readonly<Record<ActionName, readonly string[]>> = {
  Submit: ['Draft', 'Rejected', 'Recalled', 'Needs Correction'],
  Release: ['On Hold'],
  Retry: ['Awaiting Funds', 'Outcome Unknown', 'In Progress', 'Action Required'],
  'Re-initiate': ['On Hold', 'Failed', 'Returned'],
  Hold: ['Approved for Payout', 'Scheduled', 'Needs Correction', 'Awaiting Funds', 'Failed', 'Returned'],
  // While a payment is on its way the provider is asked to stop it, and its status decides.
  Cancel: ['Draft', 'Rejected', 'Recalled', 'Approved for Payout', 'Scheduled', 'Needs Correction', 'Awaiting Funds', 'On Hold', 'Failed', 'Sending', 'Outcome Unknown', 'In Progress', 'Action Required'],
};

/** The actions for a status, in the order they are offered; `attempt` counts what was sent so far, `second` says that it is held for a second approval. */
export function actionsFor(status: string, attempt: number, second = false): readonly Offer[] {
  return (Object.keys(states) as ActionName[])
    .filter((name) => states[name].includes(status))
    // Nothing was sent yet: Release lets it go on, and there is nothing to initiate again.
    .filter((name) => name !== 'Re-initiate' || attempt > 0)
    .map((name) => ({ name, needsPermission: name === 'Re-initiate' || ((name === 'Retry' || name === 'Release') && attempt > 0) || (name === 'Release' && second) }));
}
