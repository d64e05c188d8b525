import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sourceFolder = fileURLToPath(new URL('../../force-app', import.meta.url));

/** One GraphQL query of a component, as it stands in its source; one that is put together of parts still shows their `${…}`. */
export interface PageQuery {
  /** `approvalFacts/possibleDuplicates` */
  readonly name: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Values that name nothing: a query must be accepted, it need not find anything. */
const samples: Readonly<Record<string, unknown>> = { ID: '000000000000000AAA', Double: 1, Currency: 1, Int: 1, Picklist: 'USD', String: 'none', DateTime: '2026-01-01T00:00:00.000Z', Date: '2026-01-01', Boolean: false };

function sampleOf(type: string): unknown {
  const list = /^\[\s*(\w+)/.exec(type)?.[1];
  return list === undefined ? samples[type.replace('!', '')] : [samples[list]];
}

/** The variables a document declares, `$requestId: ID`, each with a value that names nothing. */
function variablesOf(document: string): Readonly<Record<string, unknown>> {
  const declared = /^\s*query\b[^({]*\(([^)]*)\)/.exec(document)?.[1] ?? '';
  return Object.fromEntries([...declared.matchAll(/\$(\w+)\s*:\s*(\[?\s*\w+[!\s]*\]?)/g)].map(([, name = '', type = '']) => [name, sampleOf(type.trim())]));
}

/** Every query the package's components send; mutations are left out, because they would change something. `spell` puts the namespace in front of a local name. */
export function pageQueries(spell: (name: string) => string, folder = sourceFolder): readonly PageQuery[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\/lwc\/[^/]+\/[^/]+\.ts$/.test(`/${file}`)).sort();
  return files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\bgql`([^`]*)`/g)].map(([, source = '']) => source).filter((source) => /^\s*query\b/.test(source)).map((source) => ({
      name: `${/lwc\/([^/]+)\//.exec(file)?.[1] ?? ''}/${/^\s*query\s+(\w+)/.exec(source)?.[1] ?? 'query'}`,
      document: source.replaceAll(/\b([A-Za-z]\w*?__[cr])\b/g, (name) => spell(name)),
      variables: variablesOf(source),
    })),
  );
}
