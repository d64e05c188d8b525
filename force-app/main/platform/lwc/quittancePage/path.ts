/** One step of the way of a payment. */
export interface PathStep {
  readonly name: string;
  readonly place: 'behind' | 'here' | 'ahead';
}

/** The way of a payment that meets no trouble. */
const steps = ['Draft', 'Submitted', 'Approved for Payout', 'Sending', 'In Progress', 'Completed'] as const;
type Step = (typeof steps)[number];

/** Where on the way a status stands, and whether a person should look. */
const places: Readonly<Record<string, readonly [step: Step, trouble: boolean]>> = {
  Draft: ['Draft', false],
  Submitted: ['Submitted', false],
  Rejected: ['Submitted', true],
  Recalled: ['Submitted', true],
  'Approved for Payout': ['Approved for Payout', false],
  Scheduled: ['Approved for Payout', false],
  'Needs Correction': ['Approved for Payout', true],
  'Awaiting Funds': ['Approved for Payout', true],
  'On Hold': ['Approved for Payout', true],
  Sending: ['Sending', false],
  'Outcome Unknown': ['Sending', true],
  'In Progress': ['In Progress', false],
  'Action Required': ['In Progress', true],
  Completed: ['Completed', false],
  Failed: ['Completed', true],
  Returned: ['Completed', true],
  Cancelled: ['Completed', true],
};

/** The path as seen from a status; undefined for a status that is not known here. */
export function pathOf(status: string): { readonly steps: readonly PathStep[]; readonly trouble: boolean } | undefined {
  const [here, trouble] = places[status] ?? [];
  if (here === undefined || trouble === undefined) return undefined;
  const at = steps.indexOf(here);
  return { trouble, steps: steps.map((name, index) => ({ name, place: index < at ? 'behind' : index === at ? 'here' : 'ahead' })) };
}
