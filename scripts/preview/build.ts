import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import lwcPlugin, { type RollupLwcOptions } from '@lwc/rollup-plugin';
import replacePlugin, { type RollupReplaceOptions } from '@rollup/plugin-replace';
import { transform } from 'esbuild';
import { rollup, type Plugin, type RollupLog } from 'rollup';
import { text } from '../../sandbox/salesforce/xml.ts';
import { componentRegistry } from './component-registry.ts';
import { filesUnder, packageBundles, packageFiles, packageFolder, repositoryRoot } from './package-files.ts';
import { packagePages } from './pages.ts';
import { iconSubset, platformModules, withoutNativeStyles } from './platform-modules.ts';

/**
 * Builds the pages of the preview: node scripts/preview/build.ts <folder>
 * The host components, the package's own components from their sources and Salesforce's base components become one script.
 * A process of its own, so that a story that plays meanwhile does not stand still.
 */
/** Both packages' types describe their CommonJS form, where the function is `default`; Node loads the function itself. */
const lwc = lwcPlugin as unknown as (options: RollupLwcOptions) => Plugin;
const replace = replacePlugin as unknown as (options: RollupReplaceOptions) => Plugin;

const modulesFolder = join(repositoryRoot, 'preview', 'modules');
const gate = join(repositoryRoot, 'preview', 'closed-gate.js');
const timeZone = join(repositoryRoot, 'preview', 'time-zone.js');
const baseComponents = join(repositoryRoot, 'node_modules/lightning-base-components/src/lightning');

/** Every `utility:clock` that sources name, the base components' own among them. */
function iconsUsed(): ReadonlySet<string> {
  const sources = [packageFolder, join(repositoryRoot, 'preview'), baseComponents].flatMap(filesUnder).filter((path) => /\.(js|ts|html|json)$/.test(path) && !/iconSvgTemplates|__(examples|tests|docs)__/.test(path));
  const named = sources.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\b(?:utility|standard|custom|action|doctype):[a-z0-9_]+/g)].map(([name]) => name));
  const ofTabs = packageFiles('tab').flatMap(({ node }) => /^Custom(\d+)/.exec(text(node, 'motif') ?? '')?.[1] ?? []).map((number) => `custom:custom${number}`);
  const ofPages = packagePages().flatMap(({ regions }) => Object.values(regions).flat()).flatMap(({ properties }) => properties['icon'] ?? []).map((icon) => `utility:${icon}`);
  return new Set([...named, ...ofTabs, ...ofPages, 'standard:user', 'standard:account', 'standard:contact', 'standard:opportunity', 'standard:record']);
}

/** The compiler reads the paths of a module by its name; ours lie one folder deeper than it expects. */
function compiler(): Plugin {
  return lwc({
    rootDir: modulesFolder,
    modules: [
      ...packageBundles().map(({ name, entry }) => ({ name: `c/${name}`, path: entry })),
      { dir: modulesFolder },
      { name: '@salesforce/gate/bc.260.enableComboboxElementInternals', path: gate },
      { name: '@salesforce/i18n/timeZone', path: timeZone },
      { npm: 'lightning-base-components' },
    ],
    enableDynamicComponents: true,
    exclude: [/\0/],
    apiVersion: 66,
  });
}

/** A module that nobody has would be asked for over the network when the page opens. */
function refuse(log: RollupLog): void {
  if (log.code === 'UNRESOLVED_IMPORT' || log.code === 'MISSING_EXPORT') throw new Error(`Preview: ${log.message}. Add a stand-in under preview/modules or correct the import.`);
}

async function build(folder: string): Promise<void> {
  const bundle = await rollup({
    input: { main: join(repositoryRoot, 'preview', 'main.js') },
    onwarn: refuse,
    plugins: [
      iconSubset(repositoryRoot, iconsUsed(), (icons) => filesUnder(icons)),
      platformModules(), componentRegistry(packagePages(), new Set(packageBundles().map(({ name }) => name))),
      replace({ preventAssignment: true, values: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.SSR': 'false' } }),
      withoutNativeStyles(), compiler(),
      { name: 'minify', renderChunk: async (code) => ({ code: (await transform(code, { minify: true, format: 'esm', target: 'es2022' })).code, map: null }) },
    ],
  });
  await bundle.write({ dir: folder, format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', sourcemap: false });
  await bundle.close();
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Preview: name the folder to build into: node scripts/preview/build.ts <folder>');
await build(folder).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
