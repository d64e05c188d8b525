import OwedAmount from 'c/owedAmount';
import { all, cleared, mounted, one, record, recordOf, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

const requestId = 'a01000000000001AAA';
const converted = {
  Amount__c: 546, Currency__c: 'USD', Owed_Amount__c: 500, Owed_Currency__c: 'EUR', Conversion_Rate__c: 1.092, Conversion_Source__c: 'European Central Bank reference rate', Conversion_At__c: '2026-11-20T13:15:00.000Z',
};

async function shown(fields: Record<string, unknown>): Promise<HTMLElement> {
  const element = await mounted('c-owed-amount', OwedAmount as never, { recordId: requestId });
  record.emit(recordOf('Payment_Request__c', requestId, { ...converted, ...fields }));
  await settle();
  return element;
}
const amountIn = (element: HTMLElement, place: string): unknown => one<{ amount: unknown }>(element, `c-currency-amount.${place}`).amount;

afterEach(cleared);

describe('c-owed-amount', () => {
  it('says what is owed, what is paid for it, and the rate with its source and day', async () => {
    const element = await shown({});
    expect([amountIn(element, 'debt'), amountIn(element, 'paid')]).toEqual([{ value: 500, currency: 'EUR', decimals: 2 }, { value: 546, currency: 'USD', decimals: 2 }]);
    expect(textOf(element, '.owed')).toBe('owed, paid, of European Central Bank reference rate,');
    expect(one(element, '.rate lightning-formatted-number')).toMatchObject({ value: 1.092, minimumFractionDigits: '4', maximumFractionDigits: '8' });
    expect(one(element, 'lightning-formatted-date-time')).toMatchObject({ value: converted.Conversion_At__c, timeZone: 'UTC' });
    await expect(element).toBeAccessible();
  });

  it('shows yen without decimals', async () => {
    const element = await shown({ Currency__c: 'JPY', Amount__c: 80275 });
    expect(amountIn(element, 'paid')).toEqual({ value: 80275, currency: 'JPY', decimals: 0 });
  });

  it.each([[{ Amount__c: null }], [{ Conversion_Rate__c: null }]])('says that it is not converted yet, whatever is left of before: %j', async (fields) => {
    const element = await shown(fields);
    expect(textOf(element, '.waits')).toBe("not converted to USD yet, so it can't be submitted");
    expect(all(element, '.paid')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('shows nothing where it is owed as it is paid, and while it is not known', async () => {
    expect(all(await shown({ Owed_Amount__c: null, Owed_Currency__c: null }), '.owed')).toEqual([]);
    const element = await mounted('c-owed-amount', OwedAmount as never, { recordId: requestId });
    record.emitError({ body: { message: 'You have no access to this record.' } });
    await settle();
    expect(all(element, '.owed')).toEqual([]);
    await expect(element).toBeAccessible();
  });
});
