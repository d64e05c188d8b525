import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './preview/browser.ts';
import { repositoryRoot } from './preview/package-files.ts';
import { servePreview } from './preview/serve.ts';
import { docsPictures, type DocsPicture } from './screenshots/docs-pictures.ts';
import { shotsOf, type Shot } from './screenshots/shots.ts';
import { playABit } from './screenshots/play-a-bit.ts';
import { openStage } from './story/stage.ts';

const usage = `Quittance: a picture of every page of the app, over the month end of npm start.

  node scripts/screenshots.ts [--out DIR] [--only NAME]   PNG files, wide (1440) and narrow (768); default dist/screenshots.
                                                          NAME: part of the pictures' names, may be given several times
  node scripts/screenshots.ts --docs                      the pictures of the admin's guide, to docs/admin/pictures
`;

const widths = { wide: 1440, narrow: 768 } as const;
const docsWidth = 1280;
const docsLimitBytes = 150_000;
/** Pages draw within this; what arrives later would be missing from the picture. */
const settledMs = 1_500;
/** After this the sky is clear and everything knows it. */
const clearedMs = 12_000;
/** A page that grows beyond this with its window would never end. */
const tallestPage = 9_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** A tab that tells what its pages complain of. */
async function openTab(browser: Browser, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 1000 } });
  page.on('console', (message) => {
    if (message.type() === 'error') say(`  ${page.url()}: ${message.text()}`);
  });
  return page;
}

async function visit(page: Page, url: string, { path, as, open }: Shot): Promise<void> {
  await page.goto(`${url}${path}?as=${as}`);
  await page.waitForTimeout(settledMs);
  if (!open) return;
  await open(page);
  await page.waitForTimeout(settledMs / 2);
}

/** Makes the window as tall as the page, so that what is fixed to the window's foot stands at the foot of the picture. A table may grow with the window. */
async function showAll(page: Page, width: number): Promise<void> {
  for (let height = 0, wanted = 1000; wanted > height && wanted < tallestPage; wanted = Number(await page.evaluate('document.documentElement.scrollHeight'))) {
    height = wanted;
    await page.setViewportSize({ width, height });
  }
}

async function takeAll(browser: Browser, url: string, shots: readonly Shot[], out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  const tabs = await Promise.all(Object.entries(widths).map(async ([size, width]) => ({ size, width, page: await openTab(browser, width) })));
  for (const shot of shots) {
    await Promise.all(tabs.map(async ({ size, width, page }) => {
      await visit(page, url, shot);
      if (!shot.name.endsWith('dialog')) await showAll(page, width);
      await page.screenshot({ path: join(out, `${shot.name}-${size}.png`) });
      await page.setViewportSize({ width, height: 1000 });
    }));
    shot.after?.();
  }
}

async function cutOut(page: Page, { part, height }: DocsPicture): Promise<Buffer> {
  if (part === undefined) return page.screenshot({ clip: { x: 0, y: 0, width: docsWidth, height } });
  const box = await page.locator(part).first().boundingBox();
  if (!box) throw new Error(`there is no ${part} on ${page.url()}`);
  return page.screenshot({ fullPage: true, clip: { ...box, height: Math.min(box.height, height) } });
}

async function takeDocs(browser: Browser, url: string, shots: readonly Shot[]): Promise<void> {
  const out = join(repositoryRoot, 'docs', 'admin', 'pictures');
  mkdirSync(out, { recursive: true });
  const page = await openTab(browser, docsWidth);
  for (const { after } of shots) after?.();
  // What was lost is found again, and the breaker closes: the guide shows a day as it should be.
  await page.waitForTimeout(clearedMs);
  for (const picture of docsPictures) {
    const shot = shots.find(({ name }) => name === picture.shot);
    if (!shot) throw new Error(`no page is called ${picture.shot}`);
    await page.setViewportSize({ width: docsWidth, height: picture.part ? 2600 : picture.height });
    await visit(page, url, shot);
    const png = await cutOut(page, picture);
    if (png.byteLength > docsLimitBytes) throw new Error(`${picture.name} has ${png.byteLength} bytes, more than ${docsLimitBytes}: show less of the page`);
    writeFileSync(join(out, `${picture.name}.png`), png);
  }
  await page.close();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: {
    out: { type: 'string', default: 'dist/screenshots' }, only: { type: 'string', multiple: true }, docs: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
  } });
  if (values.help) return void process.stdout.write(usage);
  const stage = await openStage(say);
  const preview = await servePreview(stage.outside);
  await Promise.all([preview.ready, playABit(stage, say)]);
  const browser = await openBrowser();
  const shots = shotsOf(stage);
  const wanted = shots.filter(({ name }) => !values.only || values.only.some((part) => name.includes(part)));
  if (values.docs) await takeDocs(browser, preview.url, shots);
  else await takeAll(browser, preview.url, wanted, values.out);
  await browser.close();
  await preview.close();
  await stage.close();
  say(values.docs ? 'Screenshots: docs/admin/pictures' : `Screenshots: ${values.out}`);
}

main().then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`Screenshots: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
