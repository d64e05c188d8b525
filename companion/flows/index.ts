import { balances } from './balances.ts';
import { exchangeRates } from './exchange-rates.ts';
import { feeAllocation } from './fee-allocation.ts';
import { massPayout } from './mass-payout.ts';
import { paymentReceived } from './payment-received.ts';
import { reconciliation } from './reconciliation.ts';
import { recipientSync } from './recipient-sync.ts';

/** Every use case; config/pairs.json says which connections play their roles. */
export const flows = [massPayout, recipientSync, paymentReceived, balances, exchangeRates, feeAllocation, reconciliation] as const;
