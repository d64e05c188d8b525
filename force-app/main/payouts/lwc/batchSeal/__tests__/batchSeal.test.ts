import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import { subscribe } from 'lightning/empApi';
import BatchSeal from 'c/batchSeal';
import { all, cleared, mounted, one, record, recordOf, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

const batchId = 'a03000000000001AAA';
const batch = (fields: Record<string, unknown> = {}) =>
  recordOf('Payout_Batch__c', batchId, {
    Currency__c: 'USD', Seal__c: 'Open', Seal_Detail__c: '20.00 USD in flight, 0.00 USD held.', Requested_Amount__c: 100, Requested_Count__c: 4, Approved_Total__c: 100, Provider_Total__c: null,
    Balance_Movement__c: null, Paid_Amount__c: 70, In_Flight_Amount__c: 20, Held_Amount__c: 0, Failed_Amount__c: 10, Returned_Amount__c: 0, Residue__c: 0, Sent_At__c: '2026-11-20T10:00:00.000Z', ...fields,
  });
const mount = () => mounted('c-batch-seal', BatchSeal as never, { recordId: batchId });

async function shown(fields: Record<string, unknown> = {}): Promise<HTMLElement> {
  const element = await mount();
  record.emit(batch(fields));
  await settle();
  return element;
}

type Amount = { readonly amount?: { readonly value: number; readonly currency: string; readonly decimals: number } };
const valuesIn = (element: HTMLElement, rows: string): (number | string)[] =>
  all(element, rows).map((row) => row.querySelector<HTMLElement & Amount>('c-currency-amount')?.amount?.value ?? (row.querySelector('dd, td')?.textContent ?? ''));

afterEach(cleared);

describe('c-batch-seal', () => {
  it('shows that it loads until the batch is there', async () => {
    const element = await mount();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
  });

  it('says why the batch could not be read', async () => {
    const element = await mount();
    record.emitError({ body: { message: 'The requested resource does not exist' } });
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'The requested resource does not exist' });
    one(element, 'c-page-state').dispatchEvent(new CustomEvent('again'));
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: batchId }]);
  });

  it('shows the three sides, and which of them is not known yet', async () => {
    const element = await shown();
    expect(valuesIn(element, '.side')).toEqual([100, 'Not known yet', 'Not known yet']);
    expect(all(element, '.side dt').map((name) => name.textContent)).toEqual(['Approved in Salesforce', 'Said by the provider', 'Taken from the balance']);
    await expect(element).toBeAccessible();
  });

  it('shows where the money is, as a table and as a bar that says the same in words', async () => {
    const element = await shown();
    expect(valuesIn(element, '.part')).toEqual([70, 20, 0, 10, 0]);
    expect(one(element, '.bar').getAttribute('aria-label')).toBe('Of USD 100.00 requested: 70 % Paid, 20 % In flight, 10 % Failed.');
    expect(all(element, '.bar .segment').map((segment) => segment.style.width)).toEqual(['70.00%', '20.00%', '0.00%', '10.00%', '0.00%']);
    expect(textOf(element, '.whole td:last-child')).toBe('4 payments');
    await expect(element).toBeAccessible();
  });

  it.each([
    ['Sealed', 'Sealed Everything is settled, and all three sides agree.'],
    ['Open', 'Open Not everything is settled or compared yet.'],
    ['Broken', 'Broken The sides do not agree. Somebody must look.'],
    [null, 'Not compared yet Not everything is settled or compared yet.'],
  ])('says in words that the seal is %s', async (Seal__c, words) => {
    const element = await shown({ Seal__c });
    expect(all(element, '.verdict p').map((line) => line.textContent).join(' ')).toContain(words);
    expect(textOf(element, '.detail')).toBe('20.00 USD in flight, 0.00 USD held.');
    await expect(element).toBeAccessible();
  });

  it('names what nobody can explain', async () => {
    const element = await shown({ Seal__c: 'Broken', Residue__c: -2.5 });
    expect(one<Amount>(element, '.residue c-currency-amount').amount).toEqual({ value: -2.5, currency: 'USD', decimals: 2 });
    expect(textOf(element, '.residue')).toContain("Compare with the provider's statement");
    await expect(element).toBeAccessible();
    const clean = await shown();
    expect(all(clean, '.residue')).toEqual([]);
  });

  it('divides by nothing when nothing was requested', async () => {
    const element = await shown({ Requested_Amount__c: 0, Paid_Amount__c: 0, In_Flight_Amount__c: 0, Failed_Amount__c: 0 });
    expect(one(element, '.bar').getAttribute('aria-label')).toBe('Nothing was requested.');
  });

  it('reads again whatever payment changed, and changes nothing itself', async () => {
    await shown();
    const heard = (subscribe as jest.Mock).mock.calls[0]?.[2] as (message: unknown) => void;
    heard({ data: { payload: { Record_Ids__c: 'a01000000000009AAA' } } });
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledTimes(1);
    expect(updateRecord).not.toHaveBeenCalled();
  });
});
