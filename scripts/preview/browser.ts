import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { repositoryRoot } from './package-files.ts';

/** Chromium as the systems' own packages install it. */
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
/** No sandbox, because containers give no rights for one, and nothing but our own pages is opened; no call to anywhere. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none'];

interface Executable {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The Chromium of the npm package, with the libraries a bare machine lacks; unpacked once per version (200 MB), whole or not at all. */
async function unpacked(): Promise<Executable> {
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')) as { version: string };
  const folder = join(tmpdir(), `quittance-chromium-${version}`);
  if (!existsSync(join(folder, 'chromium'))) {
    const draft = `${folder}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    const program = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: repositoryRoot, env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' } });
    if (existsSync(folder)) rmSync(draft, { recursive: true, force: true });
    else renameSync(draft, folder);
  }
  return { path: join(folder, 'chromium'), env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: existsSync('/etc/fonts') ? '/etc/fonts' : join(folder, 'fonts') } };
}

/** Starts a Chromium without a window: the one of CHROMIUM_PATH, else an installed one, else the one of the npm package. */
export async function openBrowser(): Promise<Browser> {
  const own = process.env['CHROMIUM_PATH'] ?? installed.find((path) => existsSync(path));
  const { path, env } = own === undefined ? await unpacked() : { path: own, env: {} };
  return chromium.launch({ executablePath: path, args: flags, env: { ...process.env, ...env } });
}
