import { counted, payeeEvidence, textOr, type Leaf, type PayeeEvidence } from 'c/quittancePage';
import { label } from './labels';
import type { Paid, RecipientNode } from './recipients';

/** What the provider's word for a payee means for whoever wants to pay them. */
interface Standing {
  readonly text: string;
  readonly look: string;
  readonly icon: string;
}

const text = ({ value }: Leaf): string | undefined => textOr(value, undefined);

const look = { good: 'slds-theme_success', bad: 'slds-theme_error', wait: 'slds-theme_warning' } as const;
const standings: Readonly<Record<string, Standing>> = {
  Invited: { text: label.meansInvited, look: look.wait, icon: 'utility:email' },
  Pending: { text: label.meansPending, look: look.wait, icon: 'utility:clock' },
  Active: { text: label.meansActive, look: look.good, icon: 'utility:success' },
  Inactive: { text: label.meansInactive, look: look.bad, icon: 'utility:error' },
  Declined: { text: label.meansDeclined, look: look.bad, icon: 'utility:error' },
};
const notAsked: Standing = { text: label.meansUnknown, look: '', icon: 'utility:info' };

/** Something a person may ask the companion to do with a recipient. */
type Ask = Readonly<Record<'name' | 'label' | 'explanation', string>> & { readonly reasonRequired: boolean };
const inviteAsk: Ask = { name: 'Invite', label: label.invite, explanation: label.inviteText, reasonRequired: false };
const checkAsk: Ask = { name: 'Check', label: label.check, explanation: label.checkText, reasonRequired: false };

/** Whoever is registered needs no invitation, and of whom nothing is known there is nothing to check. */
const asksFor = ({ status, payeeKey }: RecipientNode): readonly Ask[] => [...(status.value === 'Active' ? [] : [inviteAsk]), ...(text(payeeKey) === undefined ? [] : [checkAsk])];

/** One thing known of a payee: a text or a time. */
interface Fact {
  readonly key: string;
  readonly name: string;
  readonly text: string | undefined;
  readonly at: string | undefined;
  readonly look: string;
}

/** A recipient account as the page shows it. */
export interface Payee extends PayeeEvidence {
  readonly key: string;
  readonly name: string;
  /** Undefined on the recipient's own page. */
  readonly recordLink: string | undefined;
  readonly proposedFirst: boolean;
  readonly status: string;
  readonly standing: Standing;
  readonly facts: readonly Fact[];
  readonly verifiedAt: string | undefined;
  /** Not verified yet, and the org will take it from the reader. */
  readonly mayVerify: boolean;
  /** The reader changed the payee details last: the org will refuse their verification. */
  readonly mayNotVerify: boolean;
  readonly askPayee: boolean;
  readonly changedLook: string;
  /** The provider's registration page; an address that is not https is none. */
  readonly link: string | undefined;
  /** What the companion found, for a person. */
  readonly reason: string | undefined;
  /** What was asked for and is not answered yet. */
  readonly waiting: string | undefined;
  /** When the record was last changed, as far as it is shown. */
  readonly seenAt: string | undefined;
  readonly asks: readonly Ask[];
  /** Why there is no link. */
  readonly linkWhy: string;
  /** What the button is called: where there are several, with the name. */
  readonly copyName: string;
  /** Undefined while they are being read. */
  readonly paid: readonly (Paid & { readonly countText: string })[] | undefined;
  readonly unpaid: boolean;
}

/** What belongs to a recipient beside its own row, and who looks at it when. */
export interface Around {
  /** Names by the first 15 characters of the user ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly paid: readonly Paid[] | undefined;
  /** The record the page is about. */
  readonly pageId: string | undefined;
  /** User id. */
  readonly reader: string;
  readonly nowMs: number;
}

function linkOf({ link, status }: RecipientNode): Pick<Payee, 'link' | 'linkWhy'> {
  const said = text(link);
  // A link of another kind, such as javascript:, would run in the reader's session.
  // One on the reader's own machine is a sandbox's.
  if (said !== undefined && /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/i.test(said)) return { link: said, linkWhy: '' };
  return { link: undefined, linkWhy: said !== undefined ? label.linkUnsafe : status.value === 'Active' ? label.linkNotNeeded : label.linkNone };
}

function factsOf(node: RecipientNode): readonly Fact[] {
  const checkedAt = text(node.checkedAt);
  const facts: readonly Omit<Fact, 'look'>[] = [
    { key: 'provider', name: label.provider, text: text(node.provider) ?? label.notSaid, at: undefined },
    { key: 'country', name: label.country, text: text(node.country) ?? label.notSaid, at: undefined },
    { key: 'checked', name: label.checked, text: checkedAt === undefined ? label.never : undefined, at: checkedAt },
    { key: 'payee', name: label.payeeKey, text: text(node.payeeKey) ?? label.notSaid, at: undefined },
  ];
  return facts.map((fact) => ({ ...fact, look: `fact fact_${fact.key}` }));
}

/** A row of the answer in words. */
export function payeeOf(node: RecipientNode, { names, paid, pageId, reader, nowMs }: Around): Payee {
  const nameOf = (id: string | undefined): string | undefined => (id === undefined ? undefined : names.get(id.slice(0, 15)));
  const changedBy = text(node.changedBy);
  const evidence = payeeEvidence({ verification: text(node.verification), changedAt: text(node.changedAt), changedBy, changer: nameOf(changedBy), verifier: nameOf(text(node.verifiedBy)), reader, nowMs });
  const onOwnPage = pageId?.slice(0, 15) === node.Id.slice(0, 15);
  const name = text(node.displayName) ?? text(node.name) ?? node.Id;
  return {
    ...evidence,
    ...linkOf(node),
    key: node.Id,
    reason: text(node.reason),
    waiting: text(node.waiting),
    seenAt: text(node.lastModified),
    asks: asksFor(node),
    name,
    recordLink: onOwnPage ? undefined : `/${node.Id}`,
    proposedFirst: node.proposedFirst.value === true,
    status: textOr(node.status.displayValue ?? node.status.value, label.statusUnknown),
    standing: standings[node.status.value ?? ''] ?? notAsked,
    facts: factsOf(node),
    verifiedAt: evidence.verified ? text(node.verifiedAt) : undefined,
    mayVerify: !evidence.verified && !evidence.changedByReader && changedBy !== undefined && text(node.payeeKey) !== undefined,
    mayNotVerify: !evidence.verified && evidence.changedByReader,
    askPayee: evidence.changedRecently && !evidence.changedByReader,
    changedLook: `changed slds-m-top_x-small slds-p-around_x-small${evidence.changedRecently ? ' slds-theme_warning' : ''}`,
    copyName: onOwnPage ? label.copy : `${label.copy}: ${name}`,
    paid: paid?.map((each) => ({ ...each, countText: counted(each.count, label.paidOne, label.paidCount) })),
    unpaid: paid?.length === 0,
  };
}
