import type { Database } from './database.ts';

const away = (): Promise<never> => Promise.reject(new Error('The store is away.'));

/** Whoever asks it anything hears that it is away: what is done without it costs no call. */
export const absentDatabase: Database = { engine: 'pglite', query: away, transaction: away, close: () => Promise.resolve() };
