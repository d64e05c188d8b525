import { massPayout } from './mass-payout.ts';

/** Every use case; config/pairs.json says which connections play their roles. */
export const flows = [massPayout] as const;
