import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { askForRehearsal, currencyOf, fill, messageOf, refreshAll, stayCurrent, sumOf, togetherOf, wholeOf, type GraphqlResult } from 'c/quittancePage';
import { columnsOf, draftLimit, draftsOf, draftsQuery, submitAll, type Draft, type DraftsAnswer, type Refusal } from './drafts';
import { label } from './labels';

type Amount = NonNullable<ReturnType<typeof currencyOf>>;

/** The drafts, to be chosen from and submitted together. Fires `submitted` when all that were chosen are answered. */
export default class PayoutDrafts extends LightningElement {
  label = label;
  drafted: GraphqlResult<DraftsAnswer> = {};
  chosenIds: readonly string[] = [];
  reason = '';
  /** How many drafts are on their way to the approvers, and how many of them were answered. */
  sending?: { readonly all: number; readonly done: number } | undefined;
  outcome?: { readonly all: number; readonly refused: readonly Refusal[] } | undefined;
  /** Where the answer of the rehearsal that was asked for will be, or why none was. */
  rehearsalLink?: string | undefined;
  rehearsalFailure?: string | undefined;
  isRehearsing = false;
  focusOnOutcome = false;
  leave?: () => void;

  @wire(graphql, { query: draftsQuery })
  wiredDrafts(result: GraphqlResult<DraftsAnswer>): void {
    this.drafted = wholeOf(result);
  }

  connectedCallback(): void {
    this.leave = stayCurrent(() => undefined, () => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  renderedCallback(): void {
    if (!this.focusOnOutcome) return;
    this.focusOnOutcome = false;
    this.template?.querySelector<HTMLElement>('.outcome')?.focus();
  }

  /** Reads the drafts again, but not while they are submitted: each of them would ask for a reading of its own. */
  refresh(): void {
    if (!this.sending) refreshAll([this.drafted]);
  }

  get isLoading(): boolean {
    return togetherOf([this.drafted]).isLoading;
  }

  get failure(): string | undefined {
    return this.drafted.errors ? messageOf(this.drafted.errors, label.failed) : undefined;
  }

  get drafts(): readonly Draft[] {
    return draftsOf(this.drafted.data);
  }

  get columns(): ReturnType<typeof columnsOf> {
    return columnsOf(this.drafts);
  }

  get hasDrafts(): boolean {
    return this.drafts.length > 0;
  }

  get more(): string | undefined {
    return this.drafted.data?.uiapi.query.drafts.pageInfo?.hasNextPage ? fill(label.more, draftLimit) : undefined;
  }

  /** What is chosen and still there. */
  get chosen(): readonly Draft[] {
    return this.drafts.filter(({ id }) => this.chosenIds.includes(id));
  }

  get chosenRows(): readonly string[] {
    return this.chosen.map(({ id }) => id);
  }

  get hasChosen(): boolean {
    return this.chosen.length > 0;
  }

  get chosenText(): string {
    return fill(label.chosen, this.chosen.length);
  }

  get chosenTotals(): readonly Amount[] {
    const currencies = [...new Set(this.chosen.map(({ currency }) => currency))].sort();
    return currencies.flatMap((currency) => currencyOf(sumOf(this.chosen.filter((draft) => draft.currency === currency).flatMap(({ amount }) => amount ?? []), currency), currency) ?? []);
  }

  get isSending(): boolean {
    return this.sending !== undefined;
  }

  /** A second press would ask a second time. */
  get isBusy(): boolean {
    return this.isSending || this.isRehearsing;
  }

  get submitLabel(): string {
    return fill(label.submit, this.chosen.length);
  }

  get rehearseLabel(): string {
    return fill(label.rehearse, this.chosen.length);
  }

  get sendingText(): string {
    return fill(label.sending, this.sending?.done ?? 0, this.sending?.all ?? 0);
  }

  get outcomeText(): string | undefined {
    return this.outcome && fill(label.outcome, this.outcome.all - this.outcome.refused.length, this.outcome.all);
  }

  get refused(): readonly Refusal[] {
    return this.outcome?.refused ?? [];
  }

  get hasRefused(): boolean {
    return this.refused.length > 0;
  }

  handleChoose(event: CustomEvent<{ readonly selectedRows: readonly Draft[] }>): void {
    this.rehearsalLink = undefined;
    this.rehearsalFailure = undefined;
    if (!this.isSending) this.chosenIds = event.detail.selectedRows.map(({ id }) => id);
  }

  handleReason(event: CustomEvent<{ readonly value: string }>): void {
    this.reason = event.detail.value;
  }

  /** Asks what would become of the chosen drafts; the answer comes on a record of its own. */
  async handleRehearse(): Promise<void> {
    if (!this.hasChosen || this.isBusy) return;
    this.isRehearsing = true;
    this.rehearsalLink = undefined;
    this.rehearsalFailure = undefined;
    try {
      this.rehearsalLink = `/${await askForRehearsal({ ids: this.chosenRows.join(',') })}`;
    } catch (error) {
      this.rehearsalFailure = messageOf(error, label.rehearseFailed);
    } finally {
      this.isRehearsing = false;
    }
  }

  async handleSubmit(): Promise<void> {
    const drafts = this.chosen;
    if (drafts.length === 0 || this.isSending) return;
    this.outcome = undefined;
    this.sending = { all: drafts.length, done: 0 };
    const refused = await submitAll(drafts, this.reason, (done) => {
      this.sending = { all: drafts.length, done };
    });
    this.sending = undefined;
    this.outcome = { all: drafts.length, refused };
    // What was refused stays chosen, with its reason, so that nobody has to look for it.
    this.chosenIds = refused.map(({ key }) => key);
    if (refused.length === 0) this.reason = '';
    this.focusOnOutcome = true;
    this.refresh();
    this.dispatchEvent(new CustomEvent('submitted'));
  }
}
