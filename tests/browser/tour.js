// Takes the pictures that docs/tour.md shows, from the demonstration: node tests/browser/tour.js
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';
import { furnish } from './furnish.js';
import { open, pages } from './pages.js';

const kMostBytes = 50 * 1024;
const kScreen = { width: 1080, height: 760 };
const kMostHeight = { phone: 1100, screen: 960 };
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const folder = `${docs}images/tour/`;

// As much and as sharp as fits.
async function picture(page, clip) {
  for (const part of [1, 0.8, 0.6, 0.4]) {
    for (const quality of [65, 50, 35]) {
      const bytes = await page.screenshot({ type: 'jpeg', quality, fullPage: true, clip: { ...clip, height: Math.floor(clip.height * part) } });
      if (bytes.length <= kMostBytes) return bytes;
    }
  }
  throw new Error('too large');
}

async function take(demonstration, some, made) {
  const browser = await launch();
  const people = new Map();
  for (const each of some) {
    const small = each.path.startsWith('/me');
    const viewport = small ? phone : kScreen;
    if (!people.has(each.who))
      people.set(each.who, each.who ? await signIn(browser, demonstration.address, each.who, demonstration.password(each.who), { viewport })
        : await (await browser.newContext({ viewport, locale: 'zh-CN', baseURL: demonstration.address })).newPage());
    const page = people.get(each.who);
    await open(page, each, made);
    await page.waitForLoadState('networkidle');
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const clip = { x: 0, y: 0, width: viewport.width, height: Math.min(height, small ? kMostHeight.phone : kMostHeight.screen) };
    writeFileSync(`${folder}${each.name}.jpg`, await picture(page, clip));
  }
  await browser.close();
}

const named = [...readFileSync(`${docs}tour.md`, 'utf8').matchAll(/images\/tour\/([\w-]+)\.jpg/g)].map(([, name]) => name);
const unknown = named.filter((name) => !pages.some((each) => each.name === name));
if (unknown.length > 0) throw new Error(`docs/tour.md shows what is no page: ${unknown.join(', ')}`);
const shown = pages.filter(({ name }) => named.includes(name));
mkdirSync(folder, { recursive: true });
for (const old of readdirSync(folder)) rmSync(`${folder}${old}`);

const ofTrial = ({ path }) => path.startsWith('/admin/go-live');
for (const trial of [false, true]) {
  const demonstration = await Demonstration.start({ trial });
  try {
    const made = trial ? {} : await furnish(demonstration);
    await take(demonstration, shown.filter((each) => ofTrial(each) === trial), made);
  } finally {
    await demonstration.stop();
  }
}
