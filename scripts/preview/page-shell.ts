import { brotliDecompressSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from './package-files.ts';

/** Salesforce's design system in its Cosmos theme, from the package each user installs. */
export const designSystem = join(repositoryRoot, 'node_modules/@salesforce-ux/design-system-2/dist/css/bundled/slds2.cosmos.css');
const fonts = join(repositoryRoot, 'node_modules/@sparticuz/chromium/bin/fonts.tar.br');

const blockBytes = 512;

/**
 * Open Sans by file name (`OpenSans-Regular.ttf`) out of the archive that the test browser brings, so that text has the same width on every
 * machine; none where that package is not installed.
 */
export function openSans(): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  let archive: Buffer;
  try {
    archive = brotliDecompressSync(readFileSync(fonts));
  } catch {
    return found;
  }
  for (let at = 0; at + blockBytes <= archive.length; ) {
    const name = archive.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    if (name === '') break;
    const size = Number.parseInt(archive.toString('ascii', at + 124, at + 136), 8);
    const start = at + blockBytes;
    if (name.endsWith('.ttf')) found.set(basename(name), archive.subarray(start, start + size));
    at = start + Math.ceil(size / blockBytes) * blockBytes;
  }
  return found;
}

/** Chosen per tab and kept over a reload; a tab opened by another one takes its persona along. */
export const bootScript = `(() => {
  const { personas, ...rest } = JSON.parse(document.getElementById('preview').textContent);
  const asked = new URLSearchParams(location.search).get('as');
  const known = (key) => personas.find((each) => each.key === key);
  const persona = known(asked) ?? known(sessionStorage.getItem('quittance-persona')) ?? personas[0];
  sessionStorage.setItem('quittance-persona', persona.key);
  if (asked) {
    const url = new URL(location.href);
    url.searchParams.delete('as');
    history.replaceState(null, '', url);
  }
  window.quittancePreview = { ...rest, personas, persona };
  const plain = window.fetch.bind(window);
  window.fetch = (input, init = {}) => {
    const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set('x-preview-persona', persona.key);
    return plain(input, { ...init, headers });
  };
})();
`;

const inHtml = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

/** The one page of the preview; `context` is what its scripts find in \`window.quittancePreview\`. */
export function pageShell(context: unknown, title: string): string {
  return `<!doctype html>
<html lang="en" dir="ltr" class="slds-root">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/preview/assets/slds.css">
<link rel="stylesheet" href="/preview/assets/preview.css">
<script type="application/json" id="preview">${inHtml(context)}</script>
<script src="/preview/assets/boot.js"></script>
</head>
<body class="slds-scope">
<div id="app"></div>
<noscript>The preview shows Lightning web components and needs JavaScript.</noscript>
<script type="module" src="/preview/assets/main.js"></script>
</body>
</html>
`;
}
