import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesUnder, packageFolder, repositoryRoot } from './package-files.ts';

const cache = join(repositoryRoot, 'node_modules', '.cache', 'quittance', 'pages');
const builder = fileURLToPath(new URL('build.ts', import.meta.url));
/** Builds of other states of the sources that are kept beside the newest. */
const keptBuilds = 12;

/** What a build depends on: components, pages, labels, the host, the build itself and the versions of the packages. */
function inputs(): string[] {
  const fromPackage = filesUnder(packageFolder).filter((path) => /\/lwc\/|\.(flexipage|labels)-meta\.xml$/.test(path) && !path.includes('__tests__') && !(path.endsWith('.js') && existsSync(path.replace(/\.js$/, '.ts'))));
  return [...fromPackage, ...filesUnder(join(repositoryRoot, 'preview')), ...filesUnder(join(repositoryRoot, 'scripts', 'preview')), join(repositoryRoot, 'package-lock.json')];
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const path of inputs()) hash.update(`${relative(repositoryRoot, path)}\0`).update(readFileSync(path));
  return hash.digest('hex').slice(0, 20);
}

function run(folder: string, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [builder, folder], { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'pipe'], signal: stop });
    let said = '';
    child.stderr.on('data', (part: Buffer) => (said += part.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`Preview: the pages could not be built.\n${said.trim()}`))));
  });
}

function forgetOldBuilds(): void {
  const builds = readdirSync(cache).map((name) => ({ path: join(cache, name), usedAt: statSync(join(cache, name)).mtimeMs })).sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of builds.slice(keptBuilds)) rmSync(path, { recursive: true, force: true });
}

/** The folder with the built script; built when the sources changed since (5 to 20 s), at once when not. Rejects with the first problem in words, or when `stop` says so. */
export async function builtPages(stop: AbortSignal): Promise<string> {
  const folder = join(cache, fingerprint());
  if (existsSync(join(folder, 'main.js'))) return folder;
  mkdirSync(cache, { recursive: true });
  const draft = `${folder}.${process.pid}`;
  await run(draft, stop).catch((error: unknown) => {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  });
  // Moved when it is whole, so that two starts at once never meet half a build.
  if (!existsSync(folder)) renameSync(draft, folder);
  else rmSync(draft, { recursive: true, force: true });
  forgetOldBuilds();
  return folder;
}
