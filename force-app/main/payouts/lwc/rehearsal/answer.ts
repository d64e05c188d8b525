import { currencyOf, fill, textOr } from 'c/quittancePage';
import { label } from './labels';

type Amount = ReturnType<typeof currencyOf>;

/** What the companion wrote; amounts are decimal text, times ISO 8601. */
interface Summary {
  readonly at: string;
  readonly asIfApproved: number;
  readonly facts: { readonly asOf: string; readonly payeesNotAsked: number };
  readonly costs: readonly { readonly count: number; readonly amount: string; readonly currency: string; readonly fee: string; readonly feeUnknown: number }[];
  readonly shortfalls: readonly { readonly program: string; readonly currency: string; readonly available: string; readonly missing: string; readonly loads: readonly { readonly by: string; readonly amount: string }[] }[];
  readonly lanes: readonly { readonly program: string; readonly currency: string; readonly heldUp?: string }[];
}
interface Lines {
  readonly reasons: readonly string[];
  readonly lines: readonly { readonly i: string; readonly n: string; readonly v: string; readonly a: string; readonly c: string; readonly w?: number; readonly d?: string; readonly e?: string }[];
  readonly more?: number;
}

/** One request of the answer, ready to be shown. */
export interface Line {
  readonly key: string;
  readonly link: string;
  readonly name: string;
  readonly amount: Amount;
  readonly word: string;
  readonly look: string;
  readonly why: string;
  readonly wantedOn: string | undefined;
  readonly arrivesOn: string | undefined;
}

export interface Answer {
  readonly notes: readonly { readonly key: string; readonly text: string }[];
  readonly at: string;
  readonly factsAsOf: string;
  readonly costs: readonly { readonly key: string; readonly count: number; readonly amount: Amount; readonly fee: Amount; readonly feeUnknown: string | undefined }[];
  readonly shortfalls: readonly { readonly key: string; readonly text: string; readonly loads: readonly { readonly key: string; readonly text: string }[] }[];
  readonly lines: readonly Line[];
  readonly more: string | undefined;
}

/** So many rows a page shows at once without getting slow. */
const shownAtOnce = 200;

const words: Readonly<Record<string, { readonly word: string; readonly look: string }>> = {
  pays: { word: label.pays, look: 'slds-text-color_success' },
  'pays later': { word: label.paysLater, look: 'slds-text-color_success' },
  short: { word: label.waits, look: 'slds-text-color_error' },
  held: { word: label.held, look: 'slds-text-color_error' },
  refused: { word: label.refused, look: 'slds-text-color_error' },
  over: { word: label.over, look: 'slds-text-color_weak' },
};

function notesOf(said: Summary): Answer['notes'] {
  const heldUp = said.lanes.flatMap((lane) => (lane.heldUp ? [fill(label.heldUp, lane.program, lane.currency, lane.heldUp)] : []));
  const assumed = said.asIfApproved > 0 ? [fill(label.assumed, said.asIfApproved)] : [];
  const asked = said.facts.payeesNotAsked > 0 ? [fill(label.payeesNotAsked, said.facts.payeesNotAsked)] : [];
  return [...heldUp, ...assumed, ...asked].map((text) => ({ key: text, text }));
}

const shortfallsOf = (said: Summary): Answer['shortfalls'] =>
  said.shortfalls.map(({ program, currency, available, missing, loads }) => ({
    key: `${program} ${currency}`, text: fill(label.shortText, program, available, missing, currency),
    loads: loads.map(({ by, amount }) => ({ key: by, text: fill(label.load, amount, currency, by) })),
  }));

function linesOf({ reasons, lines }: Lines): readonly Line[] {
  return lines.slice(0, shownAtOnce).map(({ i, n, v, a, c, w, d, e }) => ({
    key: i, link: `/${i}`, name: n, amount: currencyOf(a, c), word: words[v]?.word ?? v, look: words[v]?.look ?? '', why: w === undefined ? '' : textOr(reasons[w], ''), wantedOn: d, arrivesOn: e,
  }));
}

/** The answer on the record, ready to be shown; undefined when it can't be read. */
export function answerOf(summary: string, lines: string): Answer | undefined {
  try {
    const [said, each] = [JSON.parse(summary) as Summary, JSON.parse(lines) as Lines];
    const left = (each.more ?? 0) + Math.max(0, each.lines.length - shownAtOnce);
    return {
      notes: notesOf(said), at: said.at, factsAsOf: said.facts.asOf, shortfalls: shortfallsOf(said), lines: linesOf(each), more: left > 0 ? fill(label.more, left) : undefined,
      costs: said.costs.map(({ count, amount, currency, fee, feeUnknown }) => ({ key: currency, count, amount: currencyOf(amount, currency), fee: currencyOf(fee, currency), feeUnknown: feeUnknown > 0 ? fill(label.feeUnknown, feeUnknown) : undefined })),
    };
  } catch {
    return undefined;
  }
}
