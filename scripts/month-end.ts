import type { Debt, Payee, Program } from './outside-world.ts';

/** What happens to a request in the story, beside being paid. */
export type Turn =
  | 'is rejected' // the approver says no
  | 'payee inactive' // the provider says so before anything is sent
  | 'payee unknown' // the recipient's payee id is wrong
  | 'payout date ahead' // waits for its day
  | 'answer lost' // the provider takes the batch, and its answer never arrives
  | 'payee must act' // the provider waits for the payee, who acts later
  | 'bank return' // the bank sends the money back
  | 'short of funds' // its program is funded in the middle of the story
  | 'twin released' // looks like a duplicate, and a second person says it is none
  | 'twin kept'; // looks like a duplicate, and stays with a person

export interface StoryRequest extends Debt {
  readonly amount: string;
  /** The status the story must leave it in. */
  readonly expected: string;
  readonly turn?: Turn;
  /** 1 is approved first; 2 when the first ones are on their way. */
  readonly wave: 1 | 2;
}

const program = { USD: '100200300', EUR: '100200301', GBP: '100200302', JPY: '100200303', CAD: '100200304' } as const;
type Currency = keyof typeof program;

/** One program per currency; CAD can't pay its smallest request until it is funded. */
export const programs: readonly Program[] = [
  { program: program.USD, currency: 'USD', fundsMinor: 40_000_00 },
  { program: program.EUR, currency: 'EUR', fundsMinor: 30_000_00 },
  { program: program.GBP, currency: 'GBP', fundsMinor: 20_000_00 },
  { program: program.JPY, currency: 'JPY', fundsMinor: 3_000_000 },
  { program: program.CAD, currency: 'CAD', fundsMinor: 150_00 },
];

/** What the treasurer sends to the CAD program later. */
export const lateFunding = { program: program.CAD, currency: 'CAD', amountMinor: 10_000_00 } as const;

const payee = (currency: Currency, id: string, name: string, country: string, more: Partial<Payee> = {}): Payee => ({ id, name, country, program: program[currency], receives: currency, ...more });

export const payees: readonly Payee[] = [
  payee('USD', 'illustrator-lisbon', 'Illustrator, Lisbon', 'PT', { receives: 'EUR' }),
  payee('USD', 'sound-osaka', 'Sound designer, Osaka', 'JP', { receives: 'JPY' }),
  payee('USD', 'mobile-nairobi', 'Mobile developer, Nairobi', 'KE'),
  payee('USD', 'writer-manila', 'Technical writer, Manila', 'PH'),
  payee('USD', 'tester-cordoba', 'Game tester, Cordoba', 'AR'),
  payee('USD', 'analyst-accra', 'Data analyst, Accra', 'GH'),
  payee('USD', 'animator-bogota', 'Animator, Bogota', 'CO', { standing: 'Inactive' }),
  payee('EUR', 'translator-athens', 'Translator, Athens', 'GR'),
  payee('EUR', 'photographer-berlin', 'Photographer, Berlin', 'DE'),
  payee('EUR', 'studio-warsaw', 'Animation studio, Warsaw', 'PL'),
  payee('EUR', 'lettering-naples', 'Lettering artist, Naples', 'IT'),
  payee('EUR', 'voice-sevilla', 'Voice actor, Sevilla', 'ES', { standing: 'Unknown' }),
  payee('GBP', 'composer-glasgow', 'Composer, Glasgow', 'GB'),
  payee('GBP', 'editor-galway', 'Picture editor, Galway', 'IE'),
  payee('GBP', 'proofreader-durban', 'Proofreader, Durban', 'ZA'),
  payee('JPY', 'backgrounds-kyoto', 'Background artist, Kyoto', 'JP'),
  payee('JPY', 'localiser-sapporo', 'Localiser, Sapporo', 'JP'),
  payee('CAD', 'modeller-montreal', '3D modeller, Montreal', 'CA'),
  payee('CAD', 'producer-halifax', 'Line producer, Halifax', 'CA'),
];

/** Payee, amount, what for, and what is special about it. The invoice number follows from the place in the list. */
type Line = readonly [payee: string, amount: string, purpose: string, turn?: Turn];

const firstWave: readonly Line[] = [
  ['illustrator-lisbon', '1240.00', 'Cover art, spring list'],
  ['illustrator-lisbon', '860.50', 'Chapter vignettes'],
  ['illustrator-lisbon', '95.00', 'Licence extension'],
  ['sound-osaka', '2150.00', 'Trailer sound, two cuts'],
  ['sound-osaka', '480.00', 'Studio day'],
  ['mobile-nairobi', '3920.00', 'Sprint 21'],
  ['mobile-nairobi', '3920.00', 'Sprint 22'],
  ['mobile-nairobi', '610.75', 'Device lab'],
  ['writer-manila', '1475.00', 'Release notes and guides'],
  ['writer-manila', '220.00', 'Screenshots'],
  ['tester-cordoba', '1180.00', 'Regression week 46'],
  ['tester-cordoba', '1180.00', 'Regression week 47'],
  ['tester-cordoba', '64.99', 'Test devices'],
  ['analyst-accra', '2040.00', 'Sales dashboards', 'payee must act'],
  ['animator-bogota', '1320.00', 'Intro sequence', 'payee inactive'],
  ['writer-manila', '990.00', 'Training videos, December', 'payout date ahead'],
  ['tester-cordoba', '450.00', 'Travel without receipt', 'is rejected'],
  ['translator-athens', '735.20', 'Manual, Greek', 'answer lost'],
  ['translator-athens', '412.00', 'Subtitles', 'answer lost'],
  ['translator-athens', '88.40', 'Glossary', 'answer lost'],
  ['photographer-berlin', '1650.00', 'Catalogue shoot', 'answer lost'],
  ['photographer-berlin', '240.00', 'Retouching', 'answer lost'],
  ['photographer-berlin', '119.99', 'Prints', 'answer lost'],
  ['studio-warsaw', '4800.00', 'Explainer film, part 1', 'answer lost'],
  ['studio-warsaw', '4800.00', 'Explainer film, part 2', 'answer lost'],
  ['studio-warsaw', '350.00', 'Storyboard changes', 'answer lost'],
  ['lettering-naples', '640.00', 'Logo lettering', 'bank return'],
  ['voice-sevilla', '525.00', 'Narration, Spanish', 'payee unknown'],
  ['composer-glasgow', '1800.00', 'Theme, final'],
  ['composer-glasgow', '375.00', 'Stems'],
  ['composer-glasgow', '62.50', 'Session backup'],
  ['editor-galway', '2260.00', 'Feature edit'],
  ['editor-galway', '930.00', 'Teaser edit'],
  ['proofreader-durban', '318.40', 'Annual report'],
  ['proofreader-durban', '147.10', 'Web texts'],
  ['backgrounds-kyoto', '284000', 'Backgrounds, episode 4'],
  ['backgrounds-kyoto', '291500', 'Backgrounds, episode 5'],
  ['backgrounds-kyoto', '18750', 'Colour corrections'],
  ['localiser-sapporo', '126400', 'Game texts, Japanese'],
  ['localiser-sapporo', '9800', 'Store page'],
  ['modeller-montreal', '1980.00', 'Vehicle set', 'short of funds'],
  ['modeller-montreal', '745.00', 'Rigging', 'short of funds'],
  ['modeller-montreal', '310.25', 'Texture fixes', 'short of funds'],
  ['producer-halifax', '2600.00', 'Production, November', 'short of funds'],
  ['producer-halifax', '184.30', 'Location permits', 'short of funds'],
];

/** Raised a second time under the same invoice number: once with a reason, once by mistake. */
const twins: readonly { readonly of: string; readonly turn: Turn }[] = [
  { of: 'Prints', turn: 'twin released' },
  { of: 'Licence extension', turn: 'twin kept' },
  { of: 'Stems', turn: 'twin kept' },
];

const expectedAfter: Readonly<Record<Turn, string>> = {
  'is rejected': 'Rejected', 'payee inactive': 'Needs Correction', 'payee unknown': 'Needs Correction', 'payout date ahead': 'Scheduled', 'answer lost': 'Completed',
  'payee must act': 'Completed', 'bank return': 'Returned', 'short of funds': 'Completed', 'twin released': 'Completed', 'twin kept': 'On Hold',
};

const currencyOf = (payeeId: string): string => programs.find((each) => each.program === payees.find(({ id }) => id === payeeId)?.program)?.currency ?? '';

/** The month end: every request with the status the story must leave it in. `today` as YYYY-MM-DD. */
export function monthEnd(today: string): readonly StoryRequest[] {
  const inTenDays = new Date(Date.parse(today) + 10 * 86_400_000).toISOString().slice(0, 10);
  const first = firstWave.map(([payeeId, amount, purpose, turn], at): StoryRequest => ({
    payee: payeeId, amount, currency: currencyOf(payeeId), purpose, invoice: `INV-${1001 + at}`, wave: 1, expected: turn ? expectedAfter[turn] : 'Completed',
    ...(turn ? { turn } : {}), ...(turn === 'payout date ahead' ? { payoutDate: inTenDays } : {}),
  }));
  const second = twins.flatMap(({ of, turn }): StoryRequest[] => first.filter(({ purpose }) => purpose === of).map((twin) => ({ ...twin, wave: 2, turn, expected: expectedAfter[turn] })));
  return [...first, ...second];
}
