import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { currencyOf, departureLimit, departuresOf, departuresQuery, fill, messageOf, refreshAll, stayWatchful, wholeOf, type DeparturesAnswer, type GraphqlResult } from 'c/quittancePage';
import { label } from './labels';
import { slotsOf, type Slot } from './slots';

/** A payment of the chosen day, as the list shows it. */
interface Row {
  readonly key: string;
  readonly link: string;
  readonly name: string;
  readonly recipient: string;
  readonly amount: ReturnType<typeof currencyOf>;
  readonly status: string;
  readonly leavesAt: string | undefined;
  readonly payoutDate: string | undefined;
}

/** What will leave when: four weeks of approved payments, by day and currency. */
export default class PayoutCalendar extends LightningElement {
  label = label;
  waiting: GraphqlResult<DeparturesAnswer> = {};
  opened?: string | undefined;
  /** Now, at the last reading (epoch ms). Kept, so that the days do not change with every rendering. */
  openedAt = Date.now();
  slots = slotsOf([], this.openedAt, undefined);
  leave?: () => void;

  @wire(graphql, { query: departuresQuery })
  wiredWaiting(result: GraphqlResult<DeparturesAnswer>): void {
    this.waiting = wholeOf(result);
    this.recount();
  }

  connectedCallback(): void {
    this.leave = stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads everything again; a page left open over midnight moves on to the new day. */
  refresh(): void {
    this.openedAt = Date.now();
    this.recount();
    refreshAll([this.waiting]);
  }

  /** Counts the days anew; kept, because every rendering reads them many times. */
  recount(): void {
    this.slots = slotsOf(departuresOf(this.waiting), this.openedAt, this.opened);
  }

  get isLoading(): boolean {
    return !this.waiting.data && !this.waiting.errors;
  }

  get failure(): string | undefined {
    return this.waiting.errors ? messageOf(this.waiting.errors, label.failed) : undefined;
  }

  get isPartial(): boolean {
    return this.waiting.data?.uiapi.query.requests.pageInfo?.hasNextPage === true;
  }

  get partialText(): string {
    return fill(label.partial, departureLimit);
  }

  /** What is late and what lies beyond the weeks shown, where there is any. */
  get aside(): readonly Slot[] {
    return [this.slots.late, this.slots.later].filter(({ hasPayouts }) => hasPayouts);
  }

  get hasAside(): boolean {
    return this.aside.length > 0;
  }

  get days(): readonly Slot[] {
    return this.slots.days;
  }

  get isEmpty(): boolean {
    return [...this.aside, ...this.days].every(({ hasPayouts }) => !hasPayouts);
  }

  /** The day whose payments are listed. */
  get openSlot(): Slot | undefined {
    return [...this.aside, ...this.days].find(({ expanded }) => expanded === 'true');
  }

  get rows(): readonly Row[] {
    return (this.openSlot?.departures ?? []).map(({ id, name, recipient, amount, currency, statusText, leavesAt, payoutDate }) => ({
      key: id, link: `/${id}`, name, recipient, amount: currencyOf(amount, currency), status: statusText, leavesAt, payoutDate: leavesAt === undefined ? payoutDate : undefined,
    }));
  }

  handleToggle(event: Event): void {
    const { name } = event.currentTarget as HTMLButtonElement;
    this.opened = this.opened === name ? undefined : name;
    this.recount();
  }
}
