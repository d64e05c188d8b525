import type { Chance } from './chance.ts';
import { hourMs, minuteMs, type Happening } from './happening.ts';

/**
 * What the provider does with payouts after it took them, in half of the seeds: each wave has some of it while it is under way, and people correct what came back.
 * `slow`: the provider takes its time, or nothing would still be under way.
 */
export function lateNewsOf(chance: Chance, waves: readonly number[], stormMs: number): { readonly slow: boolean; readonly happenings: readonly Happening[] } {
  if (!chance.happens(0.5)) return { slow: false, happenings: [] };
  const happenings = waves.flatMap((waveAtMs): Happening[] => {
    const soon = (): number => waveAtMs + chance.whole(15, 170 * 60) * 1_000;
    const news = Array.from({ length: chance.whole(1, 4) }, (): Happening => ({ atMs: soon(), what: chance.pick(['provider cancels', 'provider cancels', 'payee must act', 'payee must act', 'contradiction', 'contradiction', 'forgotten']) }));
    const refused: Happening[] = chance.happens(0.3) ? [{ atMs: waveAtMs, what: 'refused by name' }] : [];
    const denied: Happening[] = chance.happens(0.4) ? [{ atMs: waveAtMs + chance.whole(200, 500) * minuteMs, what: chance.pick(['return denied', 'bank return']) }] : [];
    return [...refused, ...news, ...denied];
  });
  const corrections = Array.from({ length: chance.whole(1, 3) }, (): Happening => ({ atMs: chance.whole(hourMs, stormMs), what: 'correct' }));
  return { slow: true, happenings: [...happenings, ...corrections] };
}
