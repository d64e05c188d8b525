import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compiles the Lightning web components, whose TypeScript an org does not take: it would answer success and show an empty component.
 * Every .js lands beside its .ts, where `sf project deploy start` and the sandbox look for it; none of them is committed.
 * Run it before any deployment: node scripts/build-lwc.ts
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const packageFolder = join(root, 'force-app', 'main');

const bundles = readdirSync(packageFolder)
  .map((module) => join(packageFolder, module, 'lwc'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));

/** What an earlier build left of a source that is gone would be deployed with the rest. */
for (const bundle of bundles) {
  for (const file of readdirSync(bundle)) if (file.endsWith('.js')) rmSync(join(bundle, file));
}

const { status } = spawnSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(root, 'tsconfig.lwc.json')], { stdio: 'inherit' });
if (status !== 0) {
  console.error('Components: the TypeScript above does not compile. Correct it and build again; nothing should be deployed.');
  process.exit(1);
}

const empty = bundles.filter((bundle) => {
  const name = basename(bundle);
  const compiled = join(bundle, `${name}.js`);
  if (!existsSync(compiled)) return true;
  return existsSync(join(bundle, `${name}.html`)) && !/^export default class /m.test(readFileSync(compiled, 'utf8'));
});
if (empty.length > 0) {
  console.error(`Components: no class was compiled for ${empty.map((bundle) => basename(bundle)).join(', ')}. Each bundle needs <name>/<name>.ts with a default export.`);
  process.exit(1);
}
console.log(`Components: ${bundles.length} bundles compiled.`);
