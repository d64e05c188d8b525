import { exponentOf, moneyFromDecimal } from './money.ts';
import type { ScheduleWords } from './schedule.ts';

/** What a person decides on the record of a program or account that money is paid from. */
export interface FundingAccount {
  /** The record's id in the books. */
  readonly id: string;
  /** `<provider>:<environment>:<account>` */
  readonly key: string;
  /** As people call it. */
  readonly name: string;
  readonly currency: string;
  readonly words: ScheduleWords;
  /** The balance below which somebody should act, minor units; null for none. */
  readonly thresholdMinor: number | null;
}

/** A threshold as typed, in minor units; what it has in decimals beyond the currency's own is cut off. Null when it is none or can't be counted. */
export function thresholdMinor(text: string | undefined, currency: string): number | null {
  const found = /^(-?)(\d{1,12})(?:\.(\d*))?$/.exec(String(text));
  if (!found) return null;
  const decimals = (found[3] ?? '').slice(0, exponentOf(currency));
  const { minor } = moneyFromDecimal(`${found[2]}.${decimals}`, currency);
  return found[1] && minor ? -minor : minor;
}
