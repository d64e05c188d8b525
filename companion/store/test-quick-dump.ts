import type { EngineDatabase } from './engine-database.ts';

/** The store as one in `dataDir`, a dump of which takes no time; `meanwhile` happens before it is written. */
export function quickDump({ embedded, ...face }: EngineDatabase, dataDir?: string, meanwhile: () => void = () => undefined): EngineDatabase {
  if (!embedded) throw new Error('Only the embedded store makes dumps.');
  const alone = (): Promise<never> => {
    meanwhile();
    return Promise.resolve(new File(['the dump'], 'dump.sql') as never);
  };
  return { ...face, embedded: { pglite: embedded.pglite, dataDir, alone } };
}
