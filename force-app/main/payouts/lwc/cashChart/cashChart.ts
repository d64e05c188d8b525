import { LightningElement, api } from 'lwc';
import { currencyOf, fill, type CashDay } from 'c/quittancePage';
import { chartOf, dayAt, type Chart } from './chart';
import { label } from './labels';

type Amount = ReturnType<typeof currencyOf>;

/** How far each key moves the day that is read. */
const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: -1000, End: 1000 };

/** A day as the table and the reading show it. */
interface ShownDay {
  readonly key: string;
  readonly balance: Amount;
  readonly received: Amount;
  readonly paid: Amount;
}

/** Draws days of balances and flows, reads one of them by pointer or keys, and tells all in a table. */
export default class CashChart extends LightningElement {
  /** The oldest first. */
  @api days: readonly CashDay[] = [];
  /** ISO 4217. */
  @api currency = '';
  /** The balance below which somebody should act, in whole units. */
  @api threshold?: number;

  label = label;
  /** The day that is read, counted from the oldest; the latest while nobody chose one. */
  marked?: number | undefined;

  get drawing(): Chart {
    return chartOf(this.days, this.threshold, this.read);
  }

  get hasThreshold(): boolean {
    return this.threshold !== undefined;
  }

  get hasMark(): boolean {
    return this.days[this.read]?.balance !== undefined;
  }

  get lastIndex(): number {
    return Math.max(0, this.days.length - 1);
  }

  /** The index of the day that is read. */
  get read(): number {
    return Math.min(this.lastIndex, this.marked ?? this.lastIndex);
  }

  shownOf({ date, balance, received, paid }: CashDay): ShownDay {
    const amountOf = (value: number | undefined): Amount => currencyOf(value, this.currency);
    return { key: date, balance: amountOf(balance), received: amountOf(received), paid: amountOf(paid) };
  }

  get readDay(): ShownDay {
    return this.shownOf(this.days[this.read] ?? { date: '', balance: undefined, received: 0, paid: 0 });
  }

  /** The day that is read, in words, for who hears the chart. */
  get readText(): string {
    const { key, balance, received, paid } = this.readDay;
    const said = (amount: Amount): string => (amount ? `${amount.currency} ${amount.value.toFixed(amount.decimals)}` : label.notKnown);
    return fill(label.reading, key, said(balance), said(received), said(paid));
  }

  get shownDays(): readonly ShownDay[] {
    return [...this.days].reverse().map((day) => this.shownOf(day));
  }

  handleKey(event: KeyboardEvent): void {
    const by = moves[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.marked = Math.min(this.lastIndex, Math.max(0, this.read + by));
  }

  handlePoint(event: MouseEvent): void {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (width > 0 && this.days.length > 0) this.marked = dayAt((event.clientX - left) / width, this.days.length);
  }
}
