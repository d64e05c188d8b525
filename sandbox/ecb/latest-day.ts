const hourMs = 3_600_000;

/** The day of the newest file at a moment: weekdays after four in the afternoon, Central European winter time. Holidays are the test's affair. */
export function latestDay(now: number): string {
  let at = now + hourMs - 16 * hourMs;
  while ([0, 6].includes(new Date(at).getUTCDay())) at -= 24 * hourMs;
  return new Date(at).toISOString().slice(0, 10);
}
