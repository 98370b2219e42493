// The main paths of the admin and the auditor, on a desk and on a phone: who is late, the numbers, the end of the
// trial up to its last step, and the record, in which an auditor reads and can do nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';

const kLooks = [['a desk', desk], ['a phone', phone]];
let demonstration;
let browser;

before(async () => {
  demonstration = await Demonstration.start({ trial: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await demonstration?.stop();
});

const enter = (login, viewport) => signIn(browser, demonstration.address, login, demonstration.password(login), { viewport });

async function saved(page, link) {
  const download = page.waitForEvent('download');
  await link.click();
  return (await download).suggestedFilename();
}

for (const [name, viewport] of kLooks) {
  test(`the admin sees which lists came late and who has published no guide, on ${name}`, async () => {
    const admin = await enter('admin', viewport);
    await admin.getByRole('link', { name: '名单与清单' }).click();
    await admin.waitForURL('**/admin/lists');
    const lists = admin.locator('.rows').first().locator('.row');
    assert.equal(await lists.count(), 4);
    for (const text of await lists.allTextContents()) assert.match(text, /截止6月18日[\s\S]*迟交/);
    await admin.goto('/admin/guides');
    assert.ok(await admin.getByRole('row', { name: /图书馆/ }).getByText('逾期').count());
    await admin.context().close();
  });

  test(`the numbers come as charts, tables and files, on ${name}`, async () => {
    const admin = await enter('admin', viewport);
    await admin.goto('/admin/statistics?by=college');
    for (const chart of ['items', 'lines']) await admin.locator(`[data-chart=${chart}] :is(canvas, svg)`).first().waitFor();
    const counts = await (await admin.request.get('/api/counts')).json();
    const finance = counts.items.find(({ id }) => id === 'finance').by_status;
    assert.match(await admin.locator('#table-items').getByRole('row', { name: /财务处/ }).textContent(), new RegExp(`${finance.cleared}[\\s\\S]*${finance.action_required}`));
    assert.match(await saved(admin, admin.getByRole('link', { name: '全部表格（XLSX）' })), /\.xlsx$/);
    assert.match(await saved(admin, admin.getByRole('link', { name: 'CSV' }).first()), /\.csv$/);
    await admin.context().close();
  });

  test(`the end of the trial is asked for twice and by name, on ${name}`, async () => {
    const admin = await enter('admin', viewport);
    await admin.getByRole('link', { name: /结束试运行/ }).click();
    await admin.locator('.table tbody tr', { hasText: '2000' }).first().waitFor();
    await admin.getByRole('link', { name: '下一步：确认' }).click();
    await admin.fill('main input[name=edition]', '2014');
    await admin.getByRole('button', { name: '清除试运行数据并正式启用' }).click();
    await admin.locator('#edition-problem').waitFor();
    assert.equal(await admin.locator('main input[name=edition]').inputValue(), '2014');
    await admin.getByRole('link', { name: '保持现状' }).click();
    await admin.waitForURL('**/admin');
    assert.equal((await (await admin.request.get('/api/trial')).json()).trial, true, 'the trial goes on');
    assert.equal(await admin.locator('.trial').count(), 1);
    await admin.context().close();
  });

  test(`an auditor finds who did what, and can change nothing, on ${name}`, async () => {
    const auditor = await enter('auditor', viewport);
    await auditor.goto('/admin/journal');
    await auditor.fill('input[name=student_no]', demonstration.student);
    await auditor.selectOption('select[name=kind]', 'registration.made');
    await auditor.getByRole('button', { name: '查找' }).click();
    const lines = auditor.locator('.rows--journal > li');
    await lines.first().waitFor();
    for (const text of await lines.allTextContents()) assert.match(text, new RegExp(`登记结果[\\s\\S]*命令行[\\s\\S]*${demonstration.student}`));
    await auditor.locator('.rows--journal a', { hasText: demonstration.student }).first().click();
    await auditor.waitForURL(`**/work/students/${demonstration.student}`);
    assert.equal(await auditor.locator('main form[method=post]').count(), 0);
    const csrf = await auditor.locator('input[name=csrf]').first().getAttribute('value');
    const answer = await auditor.request.post(`/work/students/${demonstration.student}/register`, {
      form: { csrf, item: 'library', result: 'cleared', remark: '', seen: '0' }, headers: { origin: demonstration.address },
    });
    assert.equal(answer.status(), 403);
    assert.equal((await auditor.goto('/admin/accounts')).status(), 403);
    assert.match(await auditor.locator('h1').textContent(), /没有权限/);
    await auditor.context().close();
  });
}
