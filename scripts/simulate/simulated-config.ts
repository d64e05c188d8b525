import { readConfig, type Config } from '../../companion/config.ts';

/** Production's timing, but for the regular looks at nothing: between two events only time passes, and each look costs statements. */
export function simulatedConfig(env: Readonly<Record<string, string>>, withFinance: boolean): Config {
  const config = readConfig({ ...env, QUITTANCE_ENVIRONMENT: 'production', QUITTANCE_LOG: 'silent' });
  const hour = 3_600_000;
  const idle = { balancesMs: 24 * hour, receiptsMs: 24 * hour, feeAllocationMs: 24 * hour, ratesMs: 24 * hour, reportingMs: 24 * hour };
  const eager = { balancesMs: 5 * hour, receiptsMs: 2 * hour, feeAllocationMs: 3 * hour, ratesMs: 6 * hour, reportingMs: 4 * hour };
  const asks = [...config.timing.unknownAsksMs, hour / 2, hour / 2, hour / 2, 6 * hour];
  return { ...config, environment: 'sandbox', callsPerSecond: 1_000, timing: { ...config.timing, unknownAsksMs: asks, sweepMs: 5 * hour, heartbeatMs: 24 * hour, fundsMs: 6 * hour, fundsShortMs: hour, feesMs: 24 * hour, recipientsMs: 24 * hour, rehearseMs: 24 * hour, ...(withFinance ? eager : idle) } };
}
