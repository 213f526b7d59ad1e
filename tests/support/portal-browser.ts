import { afterAll, afterEach, beforeAll, beforeEach, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { builtPortal } from './built-portal.ts';
import { TestGateway, type TestGatewayOptions } from './test-gateway.ts';

/** A bound for what hangs: a browser takes its time on a busy machine. */
const TIMEOUT_MS = 180_000;

export interface Account {
  email: string;
  password: string;
}

export interface SignInOptions extends BrowserContextOptions {
  account?: Account;
  /** Below `/portal`; the first page if not said. */
  path?: string;
}

/** The browser's own line for an answer that is no success; whether it should be one is for the tests to say. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d /;

/** Violations of the page's policy, which the browser does not always print. */
const TELL_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.error('violates ' + event.effectiveDirective + ': ' + event.blockedURI + ' ' + event.sample));`;

/**
 * The portal in a real browser: one for all tests of a file, and all of CarvOS anew for each of them. A test fails where a page throws,
 * complains, violates its policy, opens a dialog of the browser's, or asks another host for anything.
 */
export class PortalBrowser {
  readonly #options: TestGatewayOptions | (() => TestGatewayOptions);
  readonly #contexts: BrowserContext[] = [];
  readonly #problems: string[] = [];
  #browser: Browser | undefined;
  #carvos: TestGateway | undefined;

  constructor(options: TestGatewayOptions | (() => TestGatewayOptions)) {
    this.#options = options;
  }

  get carvos(): TestGateway {
    if (this.#carvos === undefined) throw new Error('No gateway has been started');
    return this.#carvos;
  }

  /** The demo's administrator. */
  get administrator(): Account {
    return this.carvos.gateway.demo.portal;
  }

  get staff(): Account {
    return this.carvos.gateway.demo.staff;
  }

  async startBrowser(): Promise<void> {
    this.#browser = await startBrowser();
  }

  async stopBrowser(): Promise<void> {
    await this.#browser?.close();
  }

  async startGateway(): Promise<void> {
    const options = typeof this.#options === 'function' ? this.#options() : this.#options;
    this.#carvos = await TestGateway.start({ ...options, preparePortal: builtPortal });
  }

  /** Throws where anything was wrong on a page. */
  async endTest(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    await this.#carvos?.stop();
    this.#carvos = undefined;
    const problems = this.#problems.splice(0);
    if (problems.length > 0) throw new Error(`Pages had problems:\n${problems.join('\n')}`);
  }

  /** What a test brings about itself, such as an answer that never comes; it has to have been there. */
  expectProblem(pattern: RegExp): void {
    const index = this.#problems.findIndex((problem) => pattern.test(problem));
    if (index < 0) throw new Error(`No page had a problem like ${pattern}`);
    this.#problems.splice(index, 1);
  }

  /** A page of somebody whom nothing is known of yet, on the clock of the test; in UTC if not said. */
  async open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    if (this.#browser === undefined) throw new Error('No browser has been started');
    const context = await this.#browser.newContext({
      locale: 'en-GB',
      timezoneId: 'UTC',
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    this.#contexts.push(context);
    this.#watch(context);
    await context.addInitScript(TELL_VIOLATIONS);
    await context.clock.install({ time: this.carvos.clock.now() });
    const page = await context.newPage();
    await page.goto(this.urlOf(path));
    return page;
  }

  /** Somebody who has signed in by the form, on the page that they asked for. */
  async signIn({ account, path = '/', ...options }: SignInOptions = {}): Promise<Page> {
    // A session from the second of its password would count as one from before it.
    this.carvos.clock.advance(1000);
    const page = await this.open(path, options);
    await submitSignIn(page, account ?? this.administrator);
    await page.locator('main#main h1').waitFor();
    await settled(page);
    return page;
  }

  urlOf(path: string): string {
    return `${this.carvos.gateway.baseUrl}/portal${path}`;
  }

  #watch(context: BrowserContext): void {
    const { baseUrl } = this.carvos.gateway;
    const note = (problem: string) => this.#problems.push(problem);
    context.on('weberror', (error) => note(`threw: ${error.error().stack}`));
    context.on('console', (message) => {
      const isProblem = ['error', 'warning'].includes(message.type());
      if (isProblem && !REFUSED.test(message.text())) note(`complained: ${message.text()}`);
    });
    context.on('request', (request) => {
      if (!request.url().startsWith(`${baseUrl}/`)) note(`asked for ${request.url()}`);
    });
    context.on('page', (page) => {
      page.on('dialog', async (dialog) => {
        note(`opened a dialog: ${dialog.message()}`);
        await dialog.dismiss();
      });
    });
  }
}

/** For the top of a file's tests. */
export function usePortal(options: TestGatewayOptions | (() => TestGatewayOptions) = {}): PortalBrowser {
  const portal = new PortalBrowser(options);
  jest.setTimeout(TIMEOUT_MS);
  beforeAll(() => portal.startBrowser(), TIMEOUT_MS);
  beforeEach(() => portal.startGateway(), TIMEOUT_MS);
  afterEach(() => portal.endTest(), TIMEOUT_MS);
  afterAll(() => portal.stopBrowser(), TIMEOUT_MS);
  return portal;
}

export async function submitSignIn(page: Page | Locator, { email, password }: Account): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Waits until all that the page asked for is shown. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** Waits until there are so many, and no more. */
export async function counted(found: Locator, count: number): Promise<void> {
  if (count > 0) await found.nth(count - 1).waitFor();
  await found.nth(count).waitFor({ state: 'detached' });
}

/** The dialog that is open, by its title. */
export function dialogOf(page: Page, title: string | RegExp): Locator {
  return page.getByRole('dialog', { name: title }).or(page.getByRole('alertdialog', { name: title }));
}

/** Presses a button that asks first. What was asked before is there for a frame or two after its answer, and its buttons may be called the same. */
export async function ask(page: Page, label: string): Promise<void> {
  await page.getByRole('alertdialog').first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: label, exact: true }).click();
}

/** Presses a button that asks first, and confirms. */
export async function confirmed(page: Page, label: string, confirmLabel: string): Promise<void> {
  await ask(page, label);
  await page.getByRole('alertdialog').getByRole('button', { name: confirmLabel, exact: true }).click();
}

/** What a list of facts says under a name. */
export function fact(scope: Page | Locator, name: string): Locator {
  return scope.locator(`dl.facts > div:has(> dt:text-is(${JSON.stringify(name)})) > dd`);
}
