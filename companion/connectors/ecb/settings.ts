import { z } from 'zod';

const unset = (value: unknown): unknown => (typeof value === 'string' && value.trim() === '' ? undefined : value);
/** In the clear only to this machine: a rate somebody else wrote on the way would become evidence. */
const safe = (url: string): boolean => url.startsWith('https://') || ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);

/** The connection's variables, without its prefix. */
export const settings = z.object({
  POLL: z.preprocess(unset, z.enum(['on', 'off'], { error: 'has to be on or off: whether the daily file is read at all.' }).default('on')),
  URL: z.preprocess(unset, z.url({ protocol: /^https?$/, error: 'is not a URL. Leave it empty for the bank’s own.' }).refine(safe, { error: 'has to use https.' }).default('https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml')),
  POLL_AT: z.preprocess(unset, z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'has to be a time in Frankfurt like 16:15, after the publication at about 16:00.').default('16:15')),
  CALL_TIMEOUT_SECONDS: z.preprocess(unset, z.coerce.number({ error: 'has to be a number of seconds.' }).int().min(1).max(120).default(20)),
});
export type Settings = z.infer<typeof settings>;
