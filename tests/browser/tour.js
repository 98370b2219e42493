// Takes the pictures of docs/tour.md from the demonstration: node tests/browser/tour.js
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { desk, launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';
import { pages } from './pages.js';

const folder = fileURLToPath(new URL('../../docs/images/tour/', import.meta.url));
mkdirSync(folder, { recursive: true });
const demonstration = await Demonstration.start();
const browser = await launch();
const people = new Map();

async function someone(who) {
  const viewport = who === 'student' ? phone : desk;
  if (who) return signIn(browser, demonstration.address, who, demonstration.password(who), { viewport });
  return (await browser.newContext({ viewport, locale: 'zh-CN', baseURL: demonstration.address })).newPage();
}

for (const { who, name, path } of pages.filter((each) => each.status === undefined)) {
  if (!people.has(who)) people.set(who, await someone(who));
  const page = people.get(who);
  await page.goto(path.replace('STUDENT', demonstration.student));
  await page.waitForLoadState('networkidle');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize();
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, 1400) } });
}
await browser.close();
await demonstration.stop();
