// The main paths of departments and colleges, on a desk and on a phone: students one after the other at the counter,
// many at once from a pasted list.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';
import { Offices } from './furnish.js';

const kLooks = [['a desk', desk], ['a phone', phone]];
let demonstration;
let browser;
let offices;

before(async () => {
  demonstration = await Demonstration.start();
  browser = await launch();
  offices = new Offices(demonstration);
  await offices.addPerson('admin', '/admin/accounts', { login: 'security-2', name: '第二窗口', role: 'staff', department: 'security' });
  await offices.choosesPassword('security-2');
});
after(async () => {
  await browser?.close();
  await demonstration?.stop();
});

const enter = (login, viewport) => signIn(browser, demonstration.address, login, demonstration.password(login), { viewport });
const hasFocus = (page, selector) => page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
const statusOf = async (student, item) => {
  const view = await (await offices.as('admin')).json(`/api/students/${student}`);
  return view.items.find(({ id }) => id === item).status;
};

for (const [name, viewport] of kLooks) {
  test(`a counter takes student after student without a mouse, on ${name}`, async () => {
    const [first, second] = (await offices.untilEnough({ item: 'hukou', status: 'action_required' })).map((each) => each.student_no);
    const counter = await enter('security', viewport);
    await counter.goto('/work/desk?item=hukou');
    for (const student of [first, second]) {
      await hasFocus(counter, '[data-desk]');
      await counter.keyboard.type(student);
      await counter.keyboard.press('Enter');
      await counter.locator('#desk-student', { hasText: student }).waitFor();
      await hasFocus(counter, '.desk__clear');
      await counter.keyboard.press('Enter');
      await counter.locator('.desk__last', { hasText: student }).waitFor();
      assert.match(await counter.locator('.desk__last').textContent(), /通过/);
      assert.equal(await statusOf(student, 'hukou'), 'cleared');
    }
    await counter.locator('.desk__last').getByRole('button', { name: '撤销' }).click();
    await counter.locator('[role=status]', { hasText: '已撤销' }).waitFor();
    assert.equal(await statusOf(second, 'hukou'), 'action_required');

    await counter.keyboard.type('0000');
    await counter.keyboard.press('Enter');
    await counter.locator('#desk-problem').waitFor();
    await hasFocus(counter, '[data-desk]');
    await counter.context().close();
  });

  test(`a second counter that has the same student open is told, on ${name}`, async () => {
    const student = (await offices.untilEnough({ item: 'hukou', status: 'action_required' })).at(-1).student_no;
    const counters = [await enter('security', viewport), await enter('security-2', viewport)];
    for (const counter of counters) {
      await counter.goto(`/work/desk?item=hukou&q=${student}`);
      await counter.locator('.desk__clear').waitFor();
    }
    await counters[0].locator('.desk__clear').click();
    await counters[0].locator('.desk__last', { hasText: student }).waitFor();
    await counters[1].locator('.desk__clear').click();
    await counters[1].locator('#desk-problem', { hasText: '武保处老师' }).waitFor();
    assert.match(await counters[1].locator('.desk__now').textContent(), /已通过/, 'and sees how it stands now');
    const entries = await (await offices.as('admin')).json(`/api/journal?student_no=${student}&kind=registration.made&item=hukou`);
    assert.deepEqual(entries.map(({ actor }) => actor), ['security'], 'it is registered once');
    for (const counter of counters) await counter.context().close();
  });

  test(`a college pastes a list, sees a verdict for each row, registers the good ones and takes it back, on ${name}`, async () => {
    const college = await enter('college', viewport);
    const waiting = (await (await college.request.get('/api/students?item=personal_file&status=waiting')).json()).students.map((each) => each.student_no);
    const cleared = (await (await college.request.get('/api/students?item=personal_file&status=cleared')).json()).students[0].student_no;
    const url = '/work/items/personal_file/batch';
    await college.goto(url);
    await college.getByRole('button', { name: '先预览' }).click();
    await college.locator('[role=alert]').waitFor();
    await college.fill('textarea[name=rows]', `${waiting[0]}\n${waiting[1]}，缺成绩单\n${cleared}\n${demonstration.student}\n${waiting[0]}\n`);
    await college.getByRole('button', { name: '先预览' }).click();
    const rows = college.locator('section[aria-labelledby=preview] tbody tr');
    await rows.first().waitFor();
    const verdicts = Object.fromEntries(await rows.evaluateAll((all) => all.map((row) => [row.cells[0].textContent.trim(), row.querySelector('strong').textContent])));
    assert.equal(verdicts[3], '已通过');
    assert.equal(verdicts[4], '不归你办理');
    assert.equal(verdicts[5], '重复');
    assert.equal(await college.getByRole('button', { name: '全部登记' }).count(), 0, 'not all rows are good');
    const before = await (await college.request.get('/api/batches')).json();
    await college.getByRole('button', { name: '只登记没有问题的行' }).click();
    await college.waitForURL('**/work/batches/**');
    assert.match(await college.locator('[role=status]').textContent(), /已登记/);
    assert.equal((await (await college.request.get('/api/batches')).json()).length, before.length + 1);
    const changed = Object.keys(verdicts).filter((row) => verdicts[row] === '将通过').map((row) => waiting[row - 1]);
    for (const student of changed) assert.equal(await statusOf(student, 'personal_file'), 'cleared');
    await college.locator('#undo > summary').click();
    await college.fill('#undo input[name=reason]', '选错了名单');
    await college.getByRole('button', { name: '撤销本批' }).click();
    await college.locator('[role=status]', { hasText: '已撤销' }).waitFor();
    for (const student of changed) assert.equal(await statusOf(student, 'personal_file'), 'waiting');
    assert.ok(changed.length > 0);
    assert.equal(await college.locator('#undo').count(), 0, 'once is enough');
    await college.context().close();
  });
}
