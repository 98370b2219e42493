// Every page on a desk and on a phone, in both languages and both colour schemes: axe-core finds nothing, nothing
// scrolls sideways, the browser has nothing to complain of.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { desk, launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';
import { pages } from './pages.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kLooks = [
  { look: 'desk, Chinese', viewport: desk, locale: 'zh-CN', colorScheme: 'light' },
  { look: 'phone, Chinese, dark', viewport: phone, locale: 'zh-CN', colorScheme: 'dark' },
  { look: 'phone, English', viewport: phone, locale: 'en-GB', colorScheme: 'light' },
  { look: 'desk, English, dark', viewport: desk, locale: 'en-GB', colorScheme: 'dark' },
];

let demonstration;
let browser;

before(async () => {
  demonstration = await Demonstration.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await demonstration?.stop();
});

async function someone(who, look) {
  if (who) return signIn(browser, demonstration.address, who, demonstration.password(who), look);
  return (await browser.newContext({ ...look, baseURL: demonstration.address })).newPage();
}

// What is wrong with a page, one line each.
async function faults(page, { path, status = 200 }) {
  const found = [];
  const complain = (message) => message.type() === 'error' && !(status === 404 && /404/.test(message.text())) && found.push(`console: ${message.text()}`);
  page.on('console', complain);
  const answer = await page.goto(path.replace('STUDENT', demonstration.student));
  if (answer.status() !== status) found.push(`status ${answer.status()}`);
  await page.waitForLoadState('load');
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, nodes } of violations) found.push(...nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary.split('\n')[1]?.trim() ?? ''}`));
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push('scrolls sideways');
  if (await page.locator('h1').count() !== 1) found.push('not just one h1');
  page.off('console', complain);
  return found;
}

for (const { look, ...options } of kLooks) {
  test(`every page: ${look}`, async () => {
    const people = new Map();
    const wrong = {};
    for (const each of pages) {
      if (!people.has(each.who)) people.set(each.who, await someone(each.who, options));
      const found = await faults(people.get(each.who), each);
      if (found.length > 0) wrong[each.name] = found;
    }
    await Promise.all([...people.values()].map((page) => page.context().close()));
    assert.deepEqual(wrong, {});
  });
}
