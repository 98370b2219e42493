// An admin changes a rule on a busy day: types a mistake and sees it marked, puts it right, runs the rule tests, sees
// whom it would change, activates it, and goes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';

let demonstration;
let browser;
let admin;

before(async () => {
  demonstration = await Demonstration.start();
  browser = await launch();
  admin = await enter();
});

after(async () => {
  await browser?.close();
  await demonstration?.stop();
});

const enter = (options) => signIn(browser, demonstration.address, 'admin', demonstration.password('admin'), options);
const api = async (path) => (await admin.request.get(path)).json();
const cards = async () => (await api('/api/counts')).items.find((item) => item.id === 'campus_card').by_status;
const marks = (page) => page.locator('#editor .cm-lintRange-error');

// Selects a text in the editor through its search panel, as a person would, and types over it.
async function replace(page, text, by) {
  await page.locator('#editor .cm-content').focus();
  await page.keyboard.press('Control+f');
  await page.locator('#editor .cm-search input[name=search]').pressSequentially(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.insertText(by);
}

const open = (page, file) => page.locator('#files button', { hasText: file }).click();

test('a mistake is marked at its place while typing, and the mark goes when it is put right', async () => {
  await admin.goto('/admin/edition');
  await admin.locator('#editor .cm-content').waitFor();
  await replace(admin, 'opens: on_site.from', 'opens: on_sight.from');
  await marks(admin).first().waitFor();
  assert.match(await marks(admin).first().textContent(), /on_sight/);
  const finding = admin.locator('#findings li');
  assert.match(await finding.first().textContent(), /edition\.yaml:\d+:\d+.*on_sight/);
  await replace(admin, 'opens: on_sight.from', 'opens: 2015-08-01');
  await finding.first().waitFor({ state: 'detached' });
  assert.equal(await marks(admin).count(), 0);
});

test('keys are completed from the schema', async () => {
  await open(admin, 'undergraduate.yaml');
  await admin.locator('#editor .cm-content').focus();
  await admin.keyboard.press('Control+End');
  await admin.keyboard.type('notic');
  const option = admin.locator('#editor .cm-tooltip-autocomplete li', { hasText: 'notices' });
  await option.waitFor();
  await admin.keyboard.press('Escape');
  for (let i = 0; i < 5; ++i) await admin.keyboard.press('Backspace');
  await open(admin, 'edition.yaml');
});

test('Ctrl-Enter runs the rule tests of the draft; one that fails is marked in its file', async () => {
  await admin.locator('#editor .cm-content').focus();
  await admin.keyboard.press('Control+Enter');
  await admin.locator('#outcome summary', { hasText: /campus_card.*waiting ≠ action_required/ }).waitFor();
  await admin.locator('#findings .place', { hasText: 'undergraduate.test.yaml' }).click();
  assert.equal(await marks(admin).first().textContent(), 'campus_card');
  await replace(admin, 'campus_card: action_required', 'campus_card: waiting');
  await admin.keyboard.press('Control+Enter');
  await admin.locator('#outcome .note--good', { hasText: /^\d+ 个规则测试通过$/ }).waitFor();
});

test('a closed tab loses nothing', async () => {
  await admin.goto('/admin');
  await admin.goto('/admin/edition');
  await admin.locator('#restored').waitFor();
  assert.match(await admin.locator('#editor .cm-content').textContent(), /edition: 2015/);
  assert.ok(await admin.locator('#files .file--changed', { hasText: 'edition.yaml' }).count());
});

test('the preview counts and names whom it would change, and activation does just that', async () => {
  const before = await cards();
  assert.ok(before.action_required > 0);
  await admin.locator('button[value=preview]').click();
  const moves = admin.locator('#outcome .move', { hasText: 'campus_card' });
  await moves.first().waitFor();
  const texts = await moves.allTextContents();
  const counts = texts.map((text) => Number(text.match(/(\d+) 名学生/)[1]));
  assert.ok(texts.every((text) => /需办理.*→.*等待审核/s.test(text)), texts.join('\n'));
  assert.equal(counts.reduce((sum, count) => sum + count, 0), before.action_required);
  assert.equal(await admin.locator('#outcome .move').count(), await moves.count(), 'nothing else changes');
  assert.match(await moves.first().locator('.move__names').textContent(), /\d{6,}/);
  assert.deepEqual(await cards(), before, 'looking changes nothing');

  await admin.locator('#outcome button', { hasText: '启用' }).click();
  await admin.locator('.note--good', { hasText: '已启用' }).waitFor();
  const now = await cards();
  assert.equal(now.action_required, 0);
  assert.equal(now.waiting, before.waiting + before.action_required);
  assert.equal((await api('/api/edition')).activated_by, 'admin');
  assert.equal(await admin.locator('#restored').isVisible(), false, 'the draft is the active edition now');
});

test('the difference between two versions shows the changed line, and going back restores every status', async () => {
  const changed = await cards();
  await admin.goto('/admin/versions');
  await admin.locator('a', { hasText: '它改了什么' }).first().click();
  const lines = async (kind) => (await admin.locator(`.difference__line--${kind} code`).allTextContents()).map((line) => line.trim());
  assert.ok((await lines('removed')).includes('opens: on_site.from'));
  assert.ok((await lines('added')).includes('opens: 2015-08-01'));
  await admin.goto('/admin/versions');
  await admin.locator('button', { hasText: '恢复到它' }).first().click();
  await admin.locator('.move', { hasText: 'campus_card' }).first().waitFor();
  await admin.locator('button', { hasText: '启用' }).click();
  await admin.locator('.note--good', { hasText: '已启用' }).waitFor();
  const back = await cards();
  assert.equal(back.action_required, changed.waiting - back.waiting);
  assert.ok(back.action_required > 0);
  const journal = await api('/api/journal?kind=edition.activated');
  assert.deepEqual(journal.slice(0, 2).map((entry) => entry.actor), ['admin', 'admin']);
});

test('without script the page is a form that does the same', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: phone, locale: 'zh-CN', baseURL: demonstration.address });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.fill('input[name=login]', 'admin');
  await page.fill('input[name=password]', demonstration.password('admin'));
  await page.click('form[action="/sign-in"] button');
  await page.goto('/admin/edition');
  const text = await page.locator('#text').inputValue();
  await page.locator('#text').fill(text.replace('opens: on_site.from', 'opens: on_sight.from'));
  await page.locator('button[value=check]').press('Enter');
  await page.locator('#outcome .diagnostics').first().waitFor();
  assert.match(await page.locator('#outcome').textContent(), /edition\.yaml:\d+:\d+: error/);
  await page.locator('#text').fill(text);
  await page.locator('button[value=preview]').press('Enter');
  await page.locator('#plan').waitFor();
  assert.match(await page.locator('#outcome').textContent(), /启用中的正是这些文件/);
  await context.close();
});

test('the page fits a phone', async () => {
  const page = await enter({ viewport: phone });
  await page.goto('/admin/edition');
  await page.locator('#editor .cm-content').waitFor();
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(width <= inner, `${width} is wider than ${inner}`);
  await page.context().close();
});
