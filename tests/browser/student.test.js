// The main path of a student: what is left, why, and at the end the slip; on a desk and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';
import { Offices } from './furnish.js';

const kLooks = [['a desk', desk], ['a phone', phone]];
const kLeavers = ['leaver-1', 'leaver-2'];
let demonstration;
let browser;

before(async () => {
  demonstration = await Demonstration.start();
  browser = await launch();
  const offices = new Offices(demonstration);
  const released = await offices.untilEnough({ q: '510', document: 'diploma', status: 'released' });
  for (const [at, login] of kLeavers.entries()) {
    await offices.addPerson('admin', '/admin/accounts', { login, name: released[at].name, role: 'student', student_no: released[at].student_no });
    await offices.choosesPassword(login);
  }
});
after(async () => {
  await browser?.close();
  await demonstration?.stop();
});

const enter = (login, viewport) => signIn(browser, demonstration.address, login, demonstration.password(login), { viewport });

for (const [name, viewport] of kLooks) {
  test(`a student sees what is left and opens why, on ${name}`, async () => {
    const me = await enter('student', viewport);
    await me.waitForURL('**/me');
    await me.locator('#item-library .chip', { hasText: '需办理' }).waitFor();
    assert.match(await me.locator('.left__count').textContent(), /还差 1 项/);
    assert.match(await me.locator('#document-diploma').textContent(), /暂不可领取[\s\S]*图书馆 归还图书/);
    await me.locator('#item-library').getByRole('link', { name: '为什么？' }).click();
    await me.waitForURL('**/me/why/library');
    assert.match(await me.locator('h1').textContent(), /图书馆/);
    assert.match(await me.getByRole('row', { name: /在借图书/ }).textContent(), /[1-9]/);
    await me.locator('#fold-rules > summary').click();
    assert.ok(await me.locator('.tree__line').first().isVisible());
    await me.getByRole('link', { name: '返回我的离校手续' }).click();
    await me.waitForURL('**/me');
    await me.goto('/me/slip');
    assert.match(await me.locator('main').textContent(), /图书馆 归还图书/);
    assert.equal(await me.getByRole('button', { name: /生成结清单/ }).count(), 0);
    await me.context().close();
  });

  test(`who has settled everything gets the slip, and anybody can check it, on ${name}`, async () => {
    const me = await enter(kLeavers[viewport === phone ? 1 : 0], viewport);
    await me.waitForURL('**/me');
    assert.match(await me.locator('.left').textContent(), /全部/);
    await me.getByRole('link', { name: '打印离校手续结清单' }).click();
    const issued = me.waitForResponse((answer) => answer.request().method() === 'POST');
    await me.getByRole('button', { name: '生成结清单（PDF）' }).click();
    assert.equal((await issued).status(), 303);
    await me.goto('/me/slip');
    const code = (await me.locator('strong.mono').textContent()).trim();
    const pdf = await (await me.request.get('/me/slip.pdf')).body();
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');

    const visitor = await (await browser.newContext({ viewport, locale: 'zh-CN', baseURL: demonstration.address })).newPage();
    await visitor.goto('/slip');
    await visitor.fill('input[name=code]', code.toLowerCase());
    await visitor.getByRole('button', { name: '检查' }).click();
    const answer = await visitor.locator('[role=status]').textContent();
    assert.match(answer, /有效/);
    assert.ok(!(await visitor.locator('main').textContent()).includes((await me.locator('.who .mono').textContent()).trim()), 'whose it is stays hidden');
    await visitor.fill('input[name=code]', `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`);
    await visitor.getByRole('button', { name: '检查' }).click();
    await visitor.waitForLoadState('load');
    assert.doesNotMatch(await visitor.locator('[role=status], [role=alert]').first().textContent(), /^有效/);
    await visitor.context().close();
    await me.context().close();
  });
}
