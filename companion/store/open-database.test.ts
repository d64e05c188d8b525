import { describe, expect, it } from '@jest/globals';
import { storeSettings, unsafeInProduction } from './open-database.ts';

const disk = (): undefined => undefined;
const memory = (): string => 'tmpfs';

describe('the choice of a store', () => {
  it('takes the embedded store outside production', () => {
    expect(unsafeInProduction(storeSettings({}, false), memory)).toBeUndefined();
  });
  it('refuses the embedded store in production unless somebody accepted it', () => {
    expect(unsafeInProduction(storeSettings({}, true), disk)).toMatch(/DATABASE_URL, or QUITTANCE_EMBEDDED=accepted/);
    expect(unsafeInProduction(storeSettings({ QUITTANCE_EMBEDDED: 'accepted' }, true), disk)).toBeUndefined();
  });
  it('refuses a disk that a restart empties even when accepted', () => {
    expect(unsafeInProduction(storeSettings({ QUITTANCE_EMBEDDED: 'accepted' }, true), memory)).toMatch(/lies on tmpfs/);
  });
  it('counts an empty QUITTANCE_DATA as not set: the store must not lie in the folder the program was started from', () => {
    expect(storeSettings({ QUITTANCE_DATA: '' }, false).dataDir).toBe(storeSettings({}, false).dataDir);
  });
  it('counts an empty DATABASE_URL as none', () => {
    expect(storeSettings({ DATABASE_URL: '' }, true).url).toBeUndefined();
  });
});
