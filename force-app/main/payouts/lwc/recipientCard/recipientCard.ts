import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { fill, messageOf, stayWatchful, wholeOf, type GraphqlResult } from 'c/quittancePage';
import USER_ID from '@salesforce/user/Id';
import { label } from './labels';
import { payeeOf, type Payee } from './payee';
import { namesIn, paidQuery, paidTo, peopleQuery, recipientLimit, recipientsIn, recipientsQuery, type PaidAnswer, type PeopleAnswer, type RecipientNode, type RecipientsAnswer } from './recipients';

const choices = [{ name: 'Verified', label: label.verify, explanation: label.verifyText, reasonRequired: false }] as const;

/** Who is paid, whether the provider and a second person stand behind it, and what they were paid; on a contact or account all of theirs. */
export default class RecipientCard extends LightningElement {
  /** A recipient account, or the contact or account that has some. */
  @api recordId?: string;

  label = label;
  choices = choices;
  recipients: GraphqlResult<RecipientsAnswer> = {};
  people: GraphqlResult<PeopleAnswer> = {};
  paid: GraphqlResult<PaidAnswer> = {};
  /** What became of copying a link, and of whose. */
  copying: { readonly key: string; readonly text: string } | undefined;
  leave?: () => void;

  @wire(graphql, { query: recipientsQuery, variables: '$variables' })
  wiredRecipients(result: GraphqlResult<RecipientsAnswer>): void {
    this.recipients = wholeOf(result);
  }

  @wire(graphql, { query: '$peopleQuery', variables: '$users' })
  wiredPeople(result: GraphqlResult<PeopleAnswer>): void {
    this.people = wholeOf(result);
  }

  @wire(graphql, { query: '$paidQuery', variables: '$found' })
  wiredPaid(result: GraphqlResult<PaidAnswer>): void {
    this.paid = wholeOf(result);
  }

  connectedCallback(): void {
    // The event names payments; which of them is this payee's only the org knows.
    this.leave = stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads everything again. What fails is told by the wires themselves. */
  refresh(): void {
    for (const { refresh } of [this.recipients, this.people, this.paid]) refresh?.().catch(() => undefined);
  }

  handleAsked(): void {
    this.refresh();
  }

  /** Verified, or changed by somebody else since it was shown. */
  handleVerified(event: CustomEvent): void {
    const { recordId } = event.target as HTMLElement & { readonly recordId: string };
    // Who verified and when is written by a flow, which the rest of the page has not heard of.
    notifyRecordUpdateAvailable([{ recordId }]).catch(() => undefined);
    this.refresh();
  }

  async handleCopy(event: Event): Promise<void> {
    const { name: key } = event.target as HTMLElement & { readonly name: string };
    const link = this.payees.find((payee) => payee.key === key)?.link ?? '';
    try {
      await navigator.clipboard.writeText(link);
      this.copying = { key, text: label.copied };
    } catch {
      this.copying = { key, text: label.copyFailed };
    }
  }

  get variables(): Readonly<Record<string, unknown>> {
    return { recordId: this.recordId };
  }

  get nodes(): readonly RecipientNode[] {
    return recipientsIn(this.recipients.data);
  }

  get found(): Readonly<Record<string, unknown>> {
    return { ids: this.nodes.map(({ Id }) => Id) };
  }

  get userIds(): readonly string[] {
    return [...new Set(this.nodes.flatMap(({ verifiedBy, changedBy }) => [verifiedBy.value, changedBy.value]).filter((id) => id !== null && id !== ''))] as readonly string[];
  }

  get users(): Readonly<Record<string, unknown>> {
    return { ids: this.userIds };
  }

  /** Nobody is looked for before it is known who. */
  get peopleQuery(): unknown {
    return this.userIds.length > 0 ? peopleQuery : undefined;
  }

  get paidQuery(): unknown {
    return this.nodes.length > 0 ? paidQuery : undefined;
  }

  get isLoading(): boolean {
    return !this.recipients.data && !this.recipients.errors;
  }

  get failure(): string | undefined {
    return this.recipients.errors ? messageOf(this.recipients.errors, label.failed) : undefined;
  }

  get paidFailure(): string | undefined {
    return this.paid.errors ? messageOf(this.paid.errors, label.paidFailed) : undefined;
  }

  get payees(): readonly (Payee & { readonly copied: string | undefined })[] {
    const [names, { data }] = [namesIn(this.people.data), this.paid];
    return this.nodes.map((node) => ({
      ...payeeOf(node, { names, paid: data ? paidTo(node.Id, data) : undefined, pageId: this.recordId, reader: USER_ID, nowMs: Date.now() }),
      copied: this.copying?.key === node.Id ? this.copying.text : undefined,
    }));
  }

  get hasPayees(): boolean {
    return this.nodes.length > 0;
  }

  get hasMore(): boolean {
    return this.recipients.data?.uiapi.query.recipients.pageInfo?.hasNextPage === true;
  }

  get moreText(): string {
    return fill(label.more, recipientLimit);
  }
}
