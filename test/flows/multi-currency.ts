import { forgetAccess } from '../../sandbox/salesforce/access.ts';
import type { Org, Row, User } from '../../sandbox/salesforce/org.ts';
import { field, objectOf, systemFields } from '../../sandbox/salesforce/standard-objects.ts';

/** An org with multiple currencies and advanced currency management: the two objects exist, with one row for each currency. Who may edit rates is asked of them like of any object. U-343 */
export function turnOnCurrencies(org: Org, by: User, corporate: string, others: readonly string[]): void {
  const code = field('IsoCode', 'Text', { length: 3, required: true });
  org.schema.set('CurrencyType', objectOf('CurrencyType', '01L', [...systemFields(false), code, field('ConversionRate', 'Number', { precision: 18, scale: 6 }), field('DecimalPlaces', 'Number', { precision: 2, scale: 0 }), field('IsActive', 'Checkbox', { defaultValue: 'true' }), field('IsCorporate', 'Checkbox', { defaultValue: 'false' })]));
  org.schema.set('DatedConversionRate', objectOf('DatedConversionRate', '04w', [...systemFields(false), code, field('StartDate', 'Date', { required: true }), field('NextStartDate', 'Date', { readOnly: true }), field('ConversionRate', 'Number', { precision: 18, scale: 6 })]));
  forgetAccess(org);
  const rows: Row[] = [corporate, ...others].map((IsoCode) => ({ IsoCode, IsActive: true, IsCorporate: IsoCode === corporate, ConversionRate: '1' }));
  org.save('CurrencyType', rows, { by, allOrNone: true, source: 'api' });
}

/** What "Customize Application" gives a permission set here: the right to edit dated rates. */
export function letEditRates(org: Org, permissionSet: string): void {
  const set = org.permissionSets.get(permissionSet);
  if (!set) throw new Error(`Sandbox Salesforce: there is no permission set ${permissionSet}. Deploy it first.`);
  const mayEdit = { create: true, read: true, edit: true, delete: false, viewAll: true, modifyAll: false };
  org.permissionSets.set(permissionSet, { ...set, objects: new Map([...set.objects, ['DatedConversionRate', mayEdit]]) });
  forgetAccess(org);
}
