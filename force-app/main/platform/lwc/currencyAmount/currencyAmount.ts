import { LightningElement, api } from 'lwc';
import type { currencyOf } from 'c/quittancePage';

/** An amount with its currency's code and decimals; nothing while there is none. */
export default class CurrencyAmount extends LightningElement {
  /** As `currencyOf` of c/quittancePage makes it. */
  @api amount?: ReturnType<typeof currencyOf>;
}
