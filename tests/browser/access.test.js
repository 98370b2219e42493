// Every page on a desk and on a phone, in both languages and both colour schemes: axe-core finds nothing, nothing
// scrolls sideways, the browser has nothing to complain of.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { desk, launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';
import { furnish } from './furnish.js';
import { open, pages } from './pages.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kLanguages = [
  { locale: 'zh-CN', looks: [{ look: 'desk', viewport: desk, colorScheme: 'light' }, { look: 'phone, dark', viewport: phone, colorScheme: 'dark' }] },
  { locale: 'en-GB', looks: [{ look: 'desk, dark', viewport: desk, colorScheme: 'dark' }, { look: 'phone', viewport: phone, colorScheme: 'light' }] },
];

let demonstration;
let browser;
let made;

before(async () => {
  demonstration = await Demonstration.start({ trial: true });
  browser = await launch();
  made = await furnish(demonstration);
});
after(async () => {
  await browser?.close();
  await demonstration?.stop();
});

async function someone(who, look) {
  if (who) return signIn(browser, demonstration.address, who, demonstration.password(who), look);
  return (await browser.newContext({ ...look, baseURL: demonstration.address })).newPage();
}

// What a size or a colour scheme can break; everything else is the same in every look.
const kOfLooks = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable'];

// What is wrong with the page as it stands in this look, one line each.
async function faultsIn(page, { look, viewport, colorScheme }, rules) {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  const found = [];
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  const { violations } = await page.evaluate((how) => globalThis.axe.run(document, how), options);
  for (const { id, nodes } of violations) found.push(...nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary.split('\n')[1]?.trim() ?? ''}`));
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push('scrolls sideways');
  return found.map((fault) => `${look}: ${fault}`);
}

// A page that tells of a mistake comes with a status that the browser notes.
async function faults(page, each, looks) {
  const found = [];
  const told = each.acts || each.status ? /status of 4\d\d/ : /^$/;
  const complain = (message) => message.type() === 'error' && !told.test(message.text()) && found.push(`console: ${message.text()}`);
  page.on('console', complain);
  const status = await open(page, each, made);
  if (status !== (each.status ?? 200)) found.push(`status ${status}`);
  if (await page.locator('h1').count() !== 1) found.push('not just one h1');
  await page.evaluate(axe);
  for (const look of looks) found.push(...await faultsIn(page, look, look === looks[0] ? undefined : kOfLooks));
  page.off('console', complain);
  return found;
}

describe('every page', { concurrency: true }, () => {
  for (const { locale, looks } of kLanguages) {
    test(`on a desk and on a phone, light and dark: ${locale}`, async () => {
      const people = new Map();
      const wrong = {};
      for (const each of pages) {
        if (!people.has(each.who)) people.set(each.who, await someone(each.who, { locale, ...looks[0] }));
        const page = people.get(each.who);
        await page.setViewportSize(looks[0].viewport);
        const found = await faults(page, each, looks);
        if (found.length > 0) wrong[each.name] = found;
      }
      await Promise.all([...people.values()].map((page) => page.context().close()));
      assert.deepEqual(wrong, {});
    });
  }
});

test('no page of the route table is forgotten', () => {
  const source = readFileSync(new URL('../../web/routes.cpp', import.meta.url), 'utf8');
  const patterns = [...source.matchAll(/\bget\("([^"]+)"/g)].map(([, pattern]) => pattern);
  assert.ok(patterns.length > 80, 'the table is read');
  const forPrograms = /^\/(api|assets)\/|[./](csv|xlsx|pdf|jsonl|ics)$|^\/(healthz|readyz)$/;
  const leadOn = ['/me/status', '/work/students/{no}/recheck', '/work/students/{no}/on'];  // pieces of pages; an address that leads on to the day
  const paths = pages.map(({ path }) => path.replace(/\{(\w+)\}/g, (_, word) => made[word]).replace(/\?.*/, ''));
  const isPage = (pattern) => !forPrograms.test(pattern) && !leadOn.includes(pattern);
  const shape = (pattern) => new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`);
  assert.deepEqual(patterns.filter(isPage).filter((pattern) => !paths.some((path) => shape(pattern).test(path))), []);
});
