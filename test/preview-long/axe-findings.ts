import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { PreviewRig } from './preview-rig.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One element that breaks one rule of axe. */
export interface Finding {
  readonly rule: string;
  readonly impact: string;
  /** The component whose template holds the element. */
  readonly owner: string;
  readonly html: string;
}

/**
 * Runs in the page. Whose template an element stands in: the nearest custom element above it, past those that only hold it in a slot. A module of the
 * base components is nobody's here.
 */
const ownedFindings = `(async () => {
  const ownerOf = (element) => {
    let slots = 0;
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (at.localName === 'slot') slots += 1;
      else if (at.localName.includes('-') && slots > 0) slots -= 1;
      else if (at.localName.includes('-')) return at.localName;
    }
    return 'page';
  };
  const { violations } = await axe.run(document, { elementRef: true, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
  return JSON.stringify(violations.flatMap(({ id, impact, nodes }) => nodes.map(({ element, html }) => ({ rule: id, impact, owner: ownerOf(element), html: html.slice(0, 200) }))));
})()`;

/**
 * Everything axe says of a page. The scripts of the page see the shadow roots the compiler imitates; assistive technology sees the elements as they are, and so
 * does a world of its own.
 */
async function findingsIn(page: Page): Promise<readonly Finding[]> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  await session.send('Runtime.evaluate', { contextId, expression: axe });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { contextId, expression: ownedFindings, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(`Accessibility: axe failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  await session.detach();
  return JSON.parse(String(result.value)) as readonly Finding[];
}

/** What is serious or critical on a page, whoever built it. */
export const seriousIn = async (page: Page): Promise<readonly Finding[]> => (await findingsIn(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical');
/** The only exclusion: an element in the template of a base component is Salesforce's, and its markup can be changed by nobody here. */
export const isOurs = ({ owner }: Finding): boolean => !owner.startsWith('lightning-');
export const oursIn = async (page: Page): Promise<readonly Finding[]> => (await seriousIn(page)).filter(isOurs);
/** Each rule once a component, with one example. */
export const told = (found: readonly Finding[]): readonly string[] => [...new Map(found.map(({ rule, owner, html }) => [`${owner} ${rule}`, `${owner} ${rule}: ${html}`])).values()];

/** Opens a page, looks, and closes it whatever is found: every open tab holds one of the few connections a browser has to an address. */
export async function opened<T>(rig: PreviewRig, as: string, path: string, look: (page: Page) => Promise<T>): Promise<T> {
  const page = await rig.tab(as, path);
  try {
    await page.waitForLoadState('networkidle');
    return await look(page);
  } finally {
    await page.close();
  }
}
