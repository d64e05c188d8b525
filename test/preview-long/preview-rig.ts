import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../../scripts/preview/browser.ts';
import { servePreview, type Preview } from '../../scripts/preview/serve.ts';
import { openStage, type Stage } from '../../scripts/story/stage.ts';

/** Building the pages takes this long at most, on a machine with other work. */
export const buildMs = 120_000;

/** The app over a whole stage: sandbox org with the month end as drafts, sandbox Payoneer and a companion that pays. */
export interface PreviewRig {
  readonly stage: Stage;
  readonly preview: Preview;
  /** What browsers complained of: console errors, exceptions, requests to anywhere else. */
  readonly complaints: string[];
  /** Calls the org did not do, as `400 PATCH /services/…`, ids left out. */
  readonly refusals: string[];
  /** A tab of the one browser window, as a persona: `finance`, `approver`, `admin`. */
  tab(as: string, path: string): Promise<Page>;
  close(): Promise<void>;
}

function listen(page: Page, url: string, { complaints, refusals }: Pick<PreviewRig, 'complaints' | 'refusals'>): void {
  page.on('console', (message) => {
    // What was refused is listed by itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(`${page.url()} ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()} exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) refusals.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname.replace(/\/a\w{17}/, '')}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:')) complaints.push(`${page.url()} asks ${request.url()}`);
  });
}

/** Opens everything once for a test file. */
export async function previewRig(): Promise<PreviewRig> {
  const stage = await openStage(() => undefined);
  const preview = await servePreview(stage.outside);
  await preview.ready;
  const browser: Browser = await openBrowser();
  const window: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const heard = { complaints: [] as string[], refusals: [] as string[] };
  return {
    stage, preview, ...heard,
    async tab(as, path) {
      const page = await window.newPage();
      page.setDefaultTimeout(20_000);
      listen(page, preview.url, heard);
      await page.goto(`${preview.url}${path}${path.includes('?') ? '&' : '?'}as=${as}`);
      return page;
    },
    async close() {
      await browser.close();
      await preview.close();
      await stage.close();
    },
  };
}
