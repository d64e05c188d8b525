import { pathOf, type ActionName } from 'c/quittancePage';
import { label } from './labels';

/** What each status means for whoever looks at it. */
export const meanings: Readonly<Record<string, string>> = {
  Draft: label.meansDraft,
  Submitted: label.meansSubmitted,
  Rejected: label.meansRejected,
  Recalled: label.meansRecalled,
  'Approved for Payout': label.meansApproved,
  Scheduled: label.meansScheduled,
  'Needs Correction': label.meansNeedsCorrection,
  'Awaiting Funds': label.meansAwaitingFunds,
  'On Hold': label.meansOnHold,
  Sending: label.meansSending,
  'Outcome Unknown': label.meansOutcomeUnknown,
  'In Progress': label.meansInProgress,
  'Action Required': label.meansActionRequired,
  Completed: label.meansCompleted,
  Failed: label.meansFailed,
  Returned: label.meansReturned,
  Cancelled: label.meansCancelled,
};

const stepNames: Readonly<Record<string, string>> = {
  Draft: label.stepDraft,
  Submitted: label.stepSubmitted,
  'Approved for Payout': label.stepApproved,
  Sending: label.stepSending,
  'In Progress': label.stepInProgress,
  Completed: label.stepCompleted,
};

const placeWords = { behind: label.done, here: label.current, ahead: label.ahead } as const;

/** One step of the path as the page shows it. */
export interface Step {
  readonly key: string;
  readonly name: string;
  /** What its place on the path is called, for who does not see the colours. */
  readonly word: string;
  readonly current: 'step' | undefined;
  readonly look: string;
  readonly icon: string | undefined;
}

/** The path of a payment; the step it stands on is called by its status (`statusText`, in the reader's language). */
export function stepsOf(status: string, statusText: string): readonly Step[] {
  const path = pathOf(status);
  return (path?.steps ?? []).map(({ name, place }) => {
    const trouble = place === 'here' && path?.trouble === true;
    return {
      key: name,
      name: place === 'here' ? statusText : (stepNames[name] ?? name),
      word: trouble ? label.trouble : placeWords[place],
      current: place === 'here' ? 'step' : undefined,
      look: `step step_${place}${trouble ? ' step_trouble' : ''}`,
      icon: place === 'behind' ? 'utility:check' : trouble ? 'utility:warning' : undefined,
    };
  });
}

/** What each action does, in plain words. */
export const actionWords: Readonly<Record<ActionName, { readonly label: string; readonly explanation: string }>> = {
  Submit: { label: label.submit, explanation: label.submitText },
  Hold: { label: label.hold, explanation: label.holdText },
  Release: { label: label.release, explanation: label.releaseText },
  Cancel: { label: label.cancel, explanation: label.cancelText },
  Retry: { label: label.retry, explanation: label.retryText },
  'Re-initiate': { label: label.reinitiate, explanation: label.reinitiateText },
};
