import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { settled } from './portal-browser.ts';

const FOLDER = fileURLToPath(new URL('../../test-results/portal/', import.meta.url));

const WIDTHS = [1280, 360] as const;
const SCHEMES = ['light', 'dark'] as const;

/** What moved while the page was loading, of which at most 0.1 goes unnoticed. */
const SHIFTED = `new Promise((resolve) => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(observer.takeRecords().reduce(
    (sum, { value, hadRecentInput }) => sum + (hadRecentInput ? 0 : value), 0)), 0);
})`;

/** What changes its colours is looked at when it has. */
const AT_REST = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() =>
  Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition)
    .map((one) => one.finished.catch(() => {}))))`;

/**
 * Looks at a page as it is, wide and narrow, light and dark: what axe finds that is serious or critical, and whether anything has to be
 * scrolled to sideways. Leaves a picture of each in `test-results/portal`. Resolves to what is wrong.
 */
export async function inspectPage(page: Page, name: string): Promise<string[]> {
  mkdirSync(FOLDER, { recursive: true });
  const problems: string[] = [];
  const { height = 900 } = page.viewportSize() ?? {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height });
    await settled(page);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (wide > width) problems.push(`${name} at ${width}: is ${wide} wide`);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(AT_REST);
      const where = `${name}-${width}-${colorScheme}`;
      // In the dark nothing is another but the colours.
      const found = await violations(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      problems.push(...found.map((problem) => `${where}: ${problem}`));
      await page.screenshot({ path: `${FOLDER}${where}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: WIDTHS[0], height });
  return problems;
}

/** Opens a page anew, and inspects it; what moves about while it loads is a problem too. */
async function inspectPath(page: Page, url: string, name: string): Promise<string[]> {
  await page.goto(url);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await settled(page);
  const shifted = await page.evaluate<number>(SHIFTED);
  const problems = await inspectPage(page, name);
  return shifted < 0.1
    ? problems
    : [`${name}: moves about by ${shifted.toFixed(3)} while loading`, ...problems];
}

/** The same of many pages, by their addresses. */
export async function inspectPaths(
  page: Page,
  urlOf: (path: string) => string,
  paths: Readonly<Record<string, string>>,
): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, path] of Object.entries(paths))
    problems.push(...(await inspectPath(page, urlOf(path), name)));
  return problems;
}

async function violations(page: Page, rules: string[] | undefined): Promise<string[]> {
  // Without it axe opens a page of its own, for frames that there are none of.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations: found } = await (rules ? builder.withRules(rules) : builder).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => {
      const places = nodes.map(
        ({ html, any }) => `${html.slice(0, 150)} (${any.map(({ message }) => message)})`,
      );
      return `${id}: ${places.join(' | ')}`;
    });
}
