import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { askedIn, askFor, fill, isOutdated, messageOf, type Subject } from 'c/quittancePage';
import { label } from './labels';

/** One thing that may be asked for. */
export interface Choice {
  /** The picklist's own value. */
  readonly name: string;
  readonly label: string;
  /** What it does, in plain words. */
  readonly explanation: string;
  readonly reasonRequired: boolean;
}

/** What `@wire(getObjectInfo)` hands over: what whoever looks may do with an object, and with the fields of it that they see. */
interface ObjectInfoResult {
  readonly data?: { readonly updateable: boolean; readonly fields: Readonly<Record<string, { readonly updateable: boolean }>> };
}

/** Offers what may be asked for on a record, asks why, and writes the requested action. Fires `asked` when the record took it, and `outdated` when it was changed since it was shown. */
export default class RequestedAction extends LightningElement {
  @api recordId?: string;
  @api subject: Subject = 'payment';
  @api choices: readonly Choice[] = [];
  /** The action that stands on the record and is not carried out yet, with who asked and why. */
  @api waiting?: string;
  @api waitingBy?: string;
  @api waitingReason?: string;
  /** When the record was last changed, as far as the page shows it. */
  @api seenAt?: string;

  label = label;
  chosen?: Choice | undefined;
  reason = '';
  failure?: string | undefined;
  isSending = false;
  info: ObjectInfoResult = {};
  /** Where the focus goes after the next rendering. */
  focusOn?: string | undefined;

  @wire(getObjectInfo, { objectApiName: '$objectApiName' })
  wiredInfo(result: ObjectInfoResult): void {
    this.info = result;
  }

  get objectApiName(): string {
    return askedIn(this.subject).objectApiName;
  }

  /** Known to lack the permission; while that is not known, the org decides when it is asked. */
  get mayNotAsk(): boolean {
    const { data } = this.info;
    return this.hasActions && data !== undefined && !(data.updateable && data.fields[askedIn(this.subject).fieldApiName]?.updateable === true);
  }

  /** What waits already need not be asked for again. */
  get open(): readonly Choice[] {
    return this.choices.filter(({ name }) => name !== this.waiting);
  }

  get hasActions(): boolean {
    return this.open.length > 0;
  }

  get waitingText(): string | undefined {
    if (!this.waiting) return undefined;
    const name = this.choices.find((choice) => choice.name === this.waiting)?.label ?? this.waiting;
    return this.waitingBy ? fill(label.waitingBy, name, this.waitingBy) : fill(label.waiting, name);
  }

  get waitingReasonText(): string {
    return fill(label.waitingReason, this.waitingReason ?? '');
  }

  get chosenText(): string {
    return fill(label.choose, this.chosen?.label ?? '', this.chosen?.explanation ?? '');
  }

  get reasonLabel(): string {
    return this.chosen?.reasonRequired ? label.reason : label.comment;
  }

  get asksWhy(): boolean {
    return this.subject === 'payment' || this.subject === 'issue';
  }

  /** A verification is done when the record took it; everything else waits for the companion. */
  get takesEffectAtOnce(): boolean {
    return this.subject === 'recipient';
  }

  /** What takes effect at once is not asked for. */
  get askLabel(): string {
    return this.takesEffectAtOnce ? (this.chosen?.label ?? '') : fill(label.ask, this.chosen?.label ?? '');
  }

  get failureTitle(): string {
    return fill(this.takesEffectAtOnce ? label.refused : label.failed, this.chosen?.label ?? '');
  }

  renderedCallback(): void {
    if (this.focusOn === undefined) return;
    const target = this.template?.querySelector<HTMLElement>(this.focusOn);
    this.focusOn = undefined;
    target?.focus();
  }

  handleChoose(event: Event): void {
    const { name } = event.target as HTMLElement & { readonly name: string };
    this.chosen = this.choices.find((choice) => choice.name === name);
    this.reason = '';
    this.failure = undefined;
    this.focusOn = this.asksWhy ? 'lightning-textarea' : '.ask';
  }

  handleReason(event: CustomEvent<{ readonly value: string }>): void {
    this.reason = event.detail.value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.isSending) this.handleBack();
  }

  handleBack(): void {
    const name = this.chosen?.name ?? '';
    this.chosen = undefined;
    this.failure = undefined;
    this.focusOn = `lightning-button[data-name="${name}"]`;
  }

  async handleAsk(): Promise<void> {
    const { chosen, recordId, reason } = this;
    if (chosen === undefined || recordId === undefined || this.isSending) return;
    if (chosen.reasonRequired && reason.trim() === '') {
      this.template?.querySelector<HTMLElement & { reportValidity(): boolean }>('lightning-textarea')?.reportValidity();
      return;
    }
    this.isSending = true;
    this.failure = undefined;
    try {
      await askFor(this.subject, recordId, chosen.name, reason, this.seenAt);
      this.tellAsked(chosen);
    } catch (error) {
      this.failure = isOutdated(error) ? label.outdated : messageOf(error, label.failedText);
      if (isOutdated(error)) this.dispatchEvent(new CustomEvent('outdated'));
    } finally {
      this.isSending = false;
    }
  }

  tellAsked(chosen: Choice): void {
    const submitted = this.subject === 'payment' && chosen.name === 'Submit';
    const words = this.takesEffectAtOnce ? [fill(label.done, chosen.label), label.doneText] : submitted ? [label.submitted, label.submittedText] : [fill(label.sent, chosen.label), label.sentText];
    this.dispatchEvent(new ShowToastEvent({ title: words[0] ?? '', message: words[1] ?? '', variant: 'success' }));
    this.handleBack();
    // The button is gone with what now waits: the news is where the focus belongs.
    this.focusOn = '.news';
    this.dispatchEvent(new CustomEvent('asked', { detail: { name: chosen.name } }));
  }
}
