import { describe, expect, it } from '@jest/globals';
import type { Config } from './config.ts';
import { unsafeToStart, type OpenConnection } from './connections.ts';
import type { Payouts } from './connectors/connector.ts';

const config = (environment: Config['environment']) => ({ environment, publicUrl: 'https://pay.example.com' }) as Config;
const payer = (environment: Payouts['environment']): OpenConnection => ({ id: 'payer', connector: 'payoneer', connection: { payouts: { environment } as Payouts } });

describe('starting with these connections', () => {
  it('is refused when a provider pays real money by the sandbox profile', () => {
    expect(unsafeToStart(config('sandbox'), [payer('production')])).toMatch(/payer pays real money and QUITTANCE_ENVIRONMENT is sandbox.*Set QUITTANCE_ENVIRONMENT=production/);
  });

  it.each([['sandbox', 'sandbox'], ['production', 'production'], ['production', 'sandbox']] as const)('is allowed with the %s profile and a provider in %s', (profile, provider) => {
    expect(unsafeToStart(config(profile), [payer(provider)])).toBeUndefined();
  });
});
