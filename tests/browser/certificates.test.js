// The main paths of the registrar and the career centre, on a desk and on a phone: the roster, the diploma to somebody
// else, the print batch.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';
import { Offices, rosterFile, rosterRow } from './furnish.js';

const kLooks = [['a desk', desk], ['a phone', phone]];
let demonstration;
let browser;
let released;

before(async () => {
  demonstration = await Demonstration.start();
  browser = await launch();
  released = await new Offices(demonstration).untilEnough({ q: '510', document: 'diploma', status: 'released' });
});
after(async () => {
  await browser?.close();
  await demonstration?.stop();
});

const enter = (login, viewport) => signIn(browser, demonstration.address, login, demonstration.password(login), { viewport });
const chip = (page, text) => page.locator('#document-diploma .chip').getByText(text, { exact: true });

async function uploads(page, rows) {
  const { name, content } = rosterFile(rows);
  await page.goto('/roster');
  await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await page.getByRole('button', { name: '先预览' }).click();
  await page.locator('#preview').waitFor();
}

test('the registrar uploads a roster, sees what would change, imports it and declares it final', async () => {
  const office = await enter('registrar', desk);
  await uploads(office, [rosterRow(released[0], { class_code: '1009999' }), rosterRow(released[1])]);
  assert.match(await office.locator('#group-changed').textContent(), new RegExp(`${released[0].class_code}.*1009999`, 's'));
  assert.match(await office.locator('section[aria-labelledby=preview]').textContent(), /1 行没有变化/);
  await office.getByRole('button', { name: '确认导入' }).click();
  await office.locator('[role=status]', { hasText: '名单已导入' }).waitFor();
  await office.getByRole('button', { name: '名单定稿' }).click();
  await office.locator('[role=alert]').waitFor();
  await office.locator('input[name=confirm]').check();
  await office.getByRole('button', { name: '名单定稿' }).click();
  await office.locator('[role=status]', { hasText: '名单已定稿' }).waitFor();
  await office.context().close();
});

test('after that a change needs a reason, which everybody sees, on a phone', async () => {
  const office = await enter('registrar', phone);
  await uploads(office, [rosterRow(released[2], { name: '更晓明' })]);
  await office.getByRole('button', { name: '确认导入' }).click();
  await office.locator('#reason-problem').waitFor();
  await office.fill('input[name=reason]', '更名，已公证');
  await office.getByRole('button', { name: '确认导入' }).click();
  await office.locator('[role=status]', { hasText: '名单已导入' }).waitFor();
  assert.match(await office.locator('main').textContent(), /更晓明[\s\S]*更名，已公证/);
  await office.context().close();
});

for (const [name, viewport] of kLooks) {
  test(`the diploma goes to somebody else, and comes back, on ${name}`, async () => {
    const student = released[viewport === phone ? 5 : 4].student_no;
    const office = await enter('registrar', viewport);
    await office.goto('/certificates');
    await office.fill('input[name=q]', student);
    await office.keyboard.press('Enter');
    await office.waitForURL(`**/work/students/${student}*`);
    const card = office.locator('#document-diploma');
    await card.getByLabel('代领人', { exact: true }).check();
    await card.getByRole('button', { name: '登记发放' }).click();
    await card.locator('.field__problem').waitFor();
    await card.getByLabel(/代领人姓名/).fill('李代领');
    await card.locator('select[name=proxy_id]').selectOption('passport');
    await card.locator('input[name=letter]').check();
    await card.getByRole('button', { name: '登记发放' }).click();
    await chip(office, '已领取').waitFor();
    assert.match(await card.textContent(), /李代领/);
    await card.locator('summary', { hasText: '收回' }).click();
    await card.locator('input[name=reason]').fill('照片有误');
    await card.getByRole('button', { name: '登记收回' }).click();
    await chip(office, '可领取').waitFor();
    await card.getByRole('link', { name: '历史' }).click();
    await office.waitForURL('**/history/diploma');
    assert.match(await office.locator('main').textContent(), /照片有误[\s\S]*李代领/);
    await office.context().close();
  });
}

test('the career centre makes a print batch, and nobody is printed twice', async () => {
  for (const viewport of [desk, phone]) {
    const office = await enter('career', viewport);
    await office.goto('/certificates');
    await office.getByRole('link', { name: '打印批次' }).click();
    await office.locator('select[name=grouped_by]').selectOption('college');
    await office.getByRole('button', { name: '先预览' }).click();
    await office.locator('#preview').waitFor();
    const make = office.getByRole('button', { name: '生成批次' });
    if (viewport === phone) {
      assert.equal(await make.count(), 0);
      assert.match(await office.locator('section[aria-labelledby=preview]').textContent(), /没有可列入本批的学生/);
    } else {
      const rows = await office.locator('section[aria-labelledby=preview] tbody td:last-child').allTextContents();
      const sum = rows.reduce((total, count) => total + Number(count), 0);
      await make.click();
      await office.locator('[role=status]', { hasText: '批次已生成' }).waitFor();
      assert.match(await office.locator('.rows--links').textContent(), new RegExp(`共 ${sum} 名学生`));
    }
    await office.locator('.rows--links a').first().click();
    const download = office.waitForEvent('download');
    await office.getByRole('link', { name: /XLSX/ }).click();
    assert.match((await download).suggestedFilename(), /^print-batch-\d+\.xlsx$/);
    await office.context().close();
  }
});
