/** Puts values into a label: `{0}`, `{1}` … in the order a translation needs. */
export function fill(label: string, ...values: readonly (string | number)[]): string {
  return label.replace(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

/** A number of things: the label for one when it is one, else the label for several. Both get the number as `{0}`, and what else follows. */
export function counted(count: number, one: string, several: string, ...more: readonly (string | number)[]): string {
  return fill(count === 1 ? one : several, count, ...more);
}

const dayMs = 86_400_000;

/** Whole days from an ISO time to `nowMs` (epoch ms); undefined when there is no such time. */
export function daysBetween(from: unknown, nowMs: number): number | undefined {
  const at = typeof from === 'string' ? Date.parse(from) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.floor((nowMs - at) / dayMs));
}

/** A field's text; blank and absent are the same. */
export function textOr<Other>(value: unknown, other: Other): string | Other {
  return value === null || value === undefined || value === '' ? other : String(value);
}

/** A field's number; blank, absent and unreadable are the same. */
export function numberOr<Other>(value: unknown, other: Other): number | Other {
  const number = value === null || value === undefined || value === '' ? NaN : Number(value);
  return Number.isFinite(number) ? number : other;
}
