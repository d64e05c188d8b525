import { z } from 'zod';
import { ratioOf } from '../../domain/rate.ts';

const unset = (value: unknown): unknown => (typeof value === 'string' && value.trim() === '' ? undefined : value);

function ratesOf(text: string, context: z.RefinementCtx): readonly { readonly base: string; readonly quote: string; readonly rate: string }[] {
  const rates = text.split(',').filter((part) => part.trim()).map((part) => {
    const [, base = '', quote = '', rate = ''] = /^\s*([A-Z]{3})\/([A-Z]{3})\s*=\s*([\d.]+)\s*$/.exec(part) ?? [];
    return { base, quote, rate, part: part.trim() };
  });
  for (const { base, quote, rate, part } of rates) {
    try {
      if (base === quote || !rate || ratioOf(rate).over === 0n) throw new Error(part);
    } catch {
      context.addIssue({ code: 'custom', message: `has "${part}". Write units of the second currency for one of the first, like EUR/USD=1.0850,EUR/KES=140.20.` });
    }
  }
  const pairs = rates.map(({ base, quote }) => [base, quote].toSorted().join('/'));
  const twice = pairs.find((pair, at) => pairs.indexOf(pair) !== at);
  if (twice) context.addIssue({ code: 'custom', message: `tells ${twice} twice. Keep one of them.` });
  return rates.map(({ base, quote, rate }) => ({ base, quote, rate }));
}

/** The connection's variables, without its prefix. */
export const settings = z.object({
  RATES: z.preprocess(unset, z.string().default('').transform(ratesOf)),
  AS_OF: z.preprocess(unset, z.iso.date({ error: 'has to be a day like 2026-11-20: since when the rates count.' }).optional()),
  SOURCE: z.preprocess(unset, z.string().max(80, 'has to be 80 characters or fewer.').default('agreed rate table')),
}).refine((given) => given.RATES.length === 0 || given.AS_OF !== undefined, { error: 'is missing: say since when the rates of RATES count, like 2026-11-20.', path: ['AS_OF'] });
export type Settings = z.infer<typeof settings>;
