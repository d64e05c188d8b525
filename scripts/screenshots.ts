import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './preview/browser.ts';
import { servePreview } from './preview/serve.ts';
import { openStage, type Stage } from './story/stage.ts';

const usage = `Quittance: a picture of every page of the app, over the month end of npm start.

  node scripts/screenshots.ts [--out DIR]    PNG files, wide (1440) and narrow (768); default dist/screenshots
`;

const widths = { wide: 1440, narrow: 768 } as const;
/** Pages draw within this; what arrives later would be missing from the picture. */
const settledMs = 1_500;
/** Long enough for the first payments of the story to complete. */
const paidMs = 20_000;

/** The approver decides on half of what finance raised, so that every page has something to show. */
async function playABit({ outside, cast }: Stage): Promise<void> {
  outside.approve(cast.filter(({ turn, wave }, at) => wave === 1 && turn !== 'is rejected' && at % 2 === 0).map(({ id }) => id));
  const [rejected] = cast.filter(({ turn }) => turn === 'is rejected');
  if (rejected) outside.reject([rejected.id]);
  await new Promise((resolve) => setTimeout(resolve, paidMs));
}

/** Name and address of every page, as who looks. */
function pagesOf({ outside, cast }: Stage): { readonly name: string; readonly path: string; readonly as: string }[] {
  const { org } = outside.org;
  const shown = [...org.schema.values()].filter(({ custom, kind, name }) => custom && kind === 'object' && [...org.rows(name).values()].length > 0);
  const lists = shown.map(({ name }) => ({ name: `list-${name}`, path: `/lightning/o/${name}/list`, as: 'finance' }));
  const records = shown.flatMap(({ name }) => [...org.rows(name).keys()].slice(0, 1).map((id) => ({ name: `record-${name}`, path: `/lightning/r/${name}/${id}/view`, as: 'finance' })));
  const byStatus = Map.groupBy(cast, ({ id }) => String(outside.request(id).Status__c));
  const requests = [...byStatus].flatMap(([status, [first]]) => (first ? [{ name: `request-${status.replaceAll(' ', '-')}`, path: `/lightning/r/Payment_Request__c/${first.id}/view`, as: 'approver' }] : []));
  const home = ['finance', 'approver', 'admin'].map((as) => ({ name: `home-${as}`, path: '/lightning/page/home', as }));
  const analytics = ['Report', 'Dashboard'].map((kind) => ({ name: `list-${kind}`, path: `/lightning/o/${kind}/home`, as: 'finance' }));
  return [...home, ...lists, ...records, ...requests, ...analytics];
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/screenshots' }, help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) return void process.stdout.write(usage);
  mkdirSync(values.out, { recursive: true });
  const stage = await openStage((text) => process.stdout.write(`${text}\n`));
  const preview = await servePreview(stage.outside);
  await Promise.all([preview.ready, playABit(stage)]);
  const browser = await openBrowser();
  for (const [size, width] of Object.entries(widths)) {
    const page = await browser.newPage({ viewport: { width, height: 1000 } });
    page.on('console', (message) => {
      if (message.type() === 'error') process.stdout.write(`  ${page.url()}: ${message.text()}\n`);
    });
    for (const { name, path, as } of pagesOf(stage)) {
      await page.goto(`${preview.url}${path}?as=${as}`);
      await page.waitForTimeout(settledMs);
      // As tall as the page is, so that what is fixed to the window's foot stands at the foot of the picture.
      const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
      await page.setViewportSize({ width, height: Math.max(height, 1000) });
      await page.screenshot({ path: join(values.out, `${name}-${size}.png`) });
      await page.setViewportSize({ width, height: 1000 });
    }
    await page.close();
  }
  await browser.close();
  await preview.close();
  await stage.close();
  process.stdout.write(`Screenshots: ${values.out}\n`);
}

main().then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`Screenshots: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
