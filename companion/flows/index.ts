import { exchangeRates } from './exchange-rates.ts';
import { feeAllocation } from './fee-allocation.ts';
import { massPayout } from './mass-payout.ts';

/** Every use case; config/pairs.json says which connections play their roles. */
export const flows = [massPayout, exchangeRates, feeAllocation] as const;
