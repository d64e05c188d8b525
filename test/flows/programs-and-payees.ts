import type { Payee, Program } from '../../scripts/outside-world.ts';

/** A payee in good standing, of the program in US dollars unless another one is named. */
export const payeeOf = (id: string, program = '100200300'): Payee => ({ id, name: id, country: 'DE', program });

/** One payee in each of the two programs that the stand-ins have by default. */
export const twoPayees: readonly Payee[] = [payeeOf('payee-1'), { ...payeeOf('payee-2', '100200301'), country: 'FR' }];

/** One program, and so one lane, for each currency. */
export const programsIn = (currencies: readonly string[], fundsMinor: number): readonly Program[] =>
  currencies.map((currency, index) => ({ program: `1002003${String(index).padStart(2, '0')}`, currency, fundsMinor }));

/** One payee in each program, called `payee-<currency>`, who receives its currency. */
export const payeesIn = (programs: readonly Program[]): readonly Payee[] => programs.map(({ program, currency }) => ({ ...payeeOf(`payee-${currency}`, program), receives: currency }));
