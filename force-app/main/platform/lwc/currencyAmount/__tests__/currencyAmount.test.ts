import CurrencyAmount from 'c/currencyAmount';
import { currencyOf } from 'c/quittancePage';
import { all, cleared, mounted, one } from '../../quittancePage/__tests__/mounted';

afterEach(cleared);

describe('c-currency-amount', () => {
  it.each([['USD', 2], ['JPY', 0], ['KWD', 3]])('shows %s with its code and %d decimals', async (currency, decimals) => {
    const element = await mounted('c-currency-amount', CurrencyAmount as never, { amount: currencyOf('1250.500', currency) });
    expect(one(element, 'lightning-formatted-number')).toMatchObject({ value: 1250.5, currencyCode: currency, currencyDisplayAs: 'code', minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    await expect(element).toBeAccessible();
  });

  it('shows nothing while there is no amount', async () => {
    const element = await mounted('c-currency-amount', CurrencyAmount as never, { amount: currencyOf(null, 'USD') });
    expect(all(element, 'lightning-formatted-number')).toEqual([]);
    await expect(element).toBeAccessible();
  });
});
