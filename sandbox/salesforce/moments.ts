/** Whole seconds, as real orgs stamp records (U-003): "2026-11-21T01:49:30.000+0000". */
export function moment(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}.000+0000`;
}

/** Milliseconds since 1970 of any ISO date-time with a zone; undefined when the text is none. */
export function momentMs(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)$/i.exec(text);
  if (!match) return undefined;
  const [, stamp = '', zone = 'Z'] = match;
  const ms = Date.parse(stamp + (zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()));
  return Number.isNaN(ms) ? undefined : ms;
}

/** Whether the text is a day that exists, as "2026-02-28". */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
