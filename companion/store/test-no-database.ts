import type { Database } from './database.ts';

const asked = (): Promise<never> => Promise.reject(new Error('The database was asked.'));

/** Refuses whatever is asked of it: who has nothing to keep asks nothing. */
export const noDatabase: Database = { engine: 'pglite', query: asked, transaction: asked, close: asked };
