// "Ask the systems now" as a student and as staff: the page follows without being loaded again, and says of a system that is
// down that it is. The polls are hours apart, so that nothing else brings the news.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { House, kPasswords } from '../system/summer_2015/house.js';
import { at, rosterOf, sources } from '../system/summer_2015/students.js';
import { write } from '../system/program.js';
import { launch, phone, signIn } from './browser.js';

const kFollowsMs = 20_000;
const house = new House();
const [returning, staying, owing] = [at(5), at(6), at(12)];
let browser;
let staff;

before(async () => {
  await house.build(sources);
  house.polling = 'every: 5h, answer_timeout: 3s';
  await house.open('2015-06-24T09:00');
  house.addAccount('admin', '--role', 'admin');
  house.addAccount('student', '--role', 'student', '--student', returning.no);
  house.addAccount('library', '--role', 'staff', '--department', 'library');
  write(house.data, { 'registrar.csv': rosterOf('registrar') });
  house.run('import', 'roster', join(house.data, 'registrar.csv'));
  const admin = await house.as('admin');
  for (const name of ['finance', 'library']) {
    const page = `/admin/connectors/${name}`;
    await admin.send((await admin.get(page)).form(`${page}/poll`));
    await house.until(`${name} is polled`, async () => (await admin.json('/api/connectors')).find((each) => each.name === name).asked > 0);
  }
  browser = await launch();
  staff = await enter('library');
});
after(async () => {
  await browser?.close();
  await house.tearDown();
});

const enter = (login, options) => signIn(browser, house.address, login, kPasswords, options);

// Presses the button; from then on the page must not be loaded again.
async function press(page) {
  await page.locator('#recheck button').click();
  await page.waitForURL('**#recheck');
  await page.evaluate(() => { window.same = true; });
}
const says = (page, place, text) => page.locator(place).getByText(text).waitFor({ timeout: kFollowsMs });
const isSame = async (page) => assert.equal(await page.evaluate(() => window.same), true, 'the page was not loaded again');

test('staff are told of a system that is down, the student still owes, and what is being typed stays', async () => {
  await house.fault('silence');
  await staff.goto(`/work/students/${staying.no}`);
  await press(staff);
  await says(staff, '#recheck', '财务处业务系统：正在查询');
  const remark = staff.locator('#item-library_main input[name=remark]').first();
  await remark.fill('half a word');
  await says(staff, '#recheck', '财务处业务系统：目前连接不上');
  await says(staff, '#recheck', '图书馆业务系统：已回应');
  await says(staff, '#recheck', '显示的是此前的结果');
  await says(staff, '#item-library > .chip', '需办理');
  assert.equal(await remark.inputValue(), 'half a word', 'what is typed stays');
  await isSame(staff);
  await house.fault('none');
});

test('a student who has returned the books is clear without loading the page again', async () => {
  const me = await enter('student', { viewport: phone });
  await says(me, '#item-library .chip', '需办理');
  await house.returnsBooks(returning);
  await press(me);
  await says(me, '#recheck', '图书馆业务系统：已回应');
  await me.locator('#fold-cleared #item-library').waitFor({ state: 'attached', timeout: kFollowsMs });
  assert.ok(await me.locator('#recheck button').isDisabled(), 'not twice in a minute');
  await says(me, '#recheck', '之后可再次查询');
  await isSame(me);
});

test('staff see in their rows what the systems said', async () => {
  await staff.goto(`/work/students/${owing.no}`);
  await says(staff, '#item-finance > .chip', '需办理');
  await house.pays(owing);
  await press(staff);
  await says(staff, '#item-finance > .chip', '已通过');
  await says(staff, '#recheck', '财务处业务系统：已回应');
  await isSame(staff);
});
