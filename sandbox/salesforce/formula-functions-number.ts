import { compareDecimals, negate, remainder, roundDecimal, wholeDecimal } from './formula-decimal.ts';
import type { Decimal } from './formula-decimal.ts';
import { FormulaError } from './formula-error.ts';
import { count, eager, numberOf } from './formula-function.ts';
import type { FormulaFunction, FunctionTable } from './formula-function.ts';
import type { FormulaValue } from './formula-values.ts';

/** A function of one number; blank stays blank. */
function ofNumber(name: string, apply: (value: Decimal) => Decimal): FormulaFunction {
  return eager(1, 1, ([value = null]) => {
    const decimal = numberOf(value, name);
    return decimal === null ? null : apply(decimal);
  });
}

function extreme(name: 'MIN' | 'MAX', args: readonly FormulaValue[]): Decimal | null {
  const wanted = name === 'MIN' ? -1 : 1;
  let best: Decimal | null = null;
  for (const arg of args) {
    const value = numberOf(arg, name);
    if (value === null) return null;
    if (best === null || compareDecimals(value, best) === wanted) best = value;
  }
  return best;
}

function modulo([value = null, by = null]: readonly FormulaValue[]): Decimal | null {
  const dividend = numberOf(value, 'MOD');
  const divisor = numberOf(by, 'MOD');
  if (dividend === null || divisor === null) return null;
  const rest = remainder(dividend, divisor);
  if (!rest) throw new FormulaError('value', 'MOD divides by zero. Guard the divisor with IF().');
  return rest;
}

/**
 * Number functions on exact decimals. FLOOR goes towards zero and CEILING away from it, as their
 * documentation says; MFLOOR and MCEILING are the mathematical ones.
 */
export const NUMBER_FUNCTIONS: FunctionTable = {
  ABS: ofNumber('ABS', (value) => (value.units < 0n ? negate(value) : value)),
  FLOOR: ofNumber('FLOOR', (value) => wholeDecimal(value, 'zero')),
  CEILING: ofNumber('CEILING', (value) => wholeDecimal(value, 'away')),
  MFLOOR: ofNumber('MFLOOR', (value) => wholeDecimal(value, 'down')),
  MCEILING: ofNumber('MCEILING', (value) => wholeDecimal(value, 'up')),
  TRUNC: eager(1, 2, ([value = null, places = null]) => truncate(numberOf(value, 'TRUNC'), count(places, 'TRUNC'))),
  ROUND: eager(2, 2, ([value = null, places = null]) => {
    const decimal = numberOf(value, 'ROUND');
    return decimal === null ? null : roundDecimal(decimal, count(places, 'ROUND'));
  }),
  MOD: eager(2, 2, modulo),
  MIN: eager(1, Number.POSITIVE_INFINITY, (args) => extreme('MIN', args)),
  MAX: eager(1, Number.POSITIVE_INFINITY, (args) => extreme('MAX', args)),
};

function truncate(value: Decimal | null, places: number): Decimal | null {
  if (value === null || value.scale <= places) return value;
  return roundDecimal({ kind: 'decimal', units: value.units / 10n ** BigInt(value.scale - places), scale: places }, places);
}
