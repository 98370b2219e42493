// The story of the first program, end to end: a student with books out, the library's system gets the return, the
// page follows by itself, the diploma is handed over, the journal shows who and when.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, phone, signIn } from './browser.js';
import { Demonstration } from './demonstration.js';

const folder = process.env.LIXIAO_BIN ?? fileURLToPath(new URL('../../build/release', import.meta.url));
const kPollingMs = 30_000;  // the demonstration polls every 10 seconds; the page asks every 5

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

const enter = (login, options) => signIn(browser, demonstration.address, login, demonstration.password(login), options);

// The chip of an item or document when it shows exactly this word.
const word = (page, place, text) => page.locator(`${place} .chip`).getByText(text, { exact: true });

// The department that hands the diploma to this student: the accounts of both certificate offices are tried.
async function certificateOffice(student) {
  for (const login of ['registrar', 'graduate']) {
    const page = await enter(login);
    await page.goto(`/work/students/${student}`);
    if (await page.locator('#document-diploma form').count()) return { login, page };
    await page.context().close();
  }
  throw new Error('no office may hand the diploma over');
}

test('a student returns books, becomes clear on the page, and collects the diploma', async () => {
  const { student } = demonstration;
  const me = await enter('student', { viewport: phone });
  await me.waitForURL('**/me');

  const library = me.locator('#item-library');
  await word(me, '#item-library', '需办理').waitFor({ timeout: kPollingMs });
  assert.match(await library.textContent(), /图书馆/);
  await word(me, '#document-diploma', '暂不可领取').waitFor({ timeout: kPollingMs });

  const returned = await fetch(demonstration.control('return') + student, { method: 'POST' });
  assert.equal(returned.status, 200);

  // Nothing is clicked: the page follows.
  await word(me, '#document-diploma', '可领取').waitFor({ timeout: kPollingMs });
  assert.match(await library.textContent(), /已通过/);

  const office = await certificateOffice(student);
  await office.page.click('#document-diploma form button');
  await word(office.page, '#document-diploma', '已领取').waitFor();
  await word(me, '#document-diploma', '已领取').waitFor({ timeout: kPollingMs });

  const admin = await enter('admin');
  await admin.goto(`/admin/journal?student_no=${student}&kind=document.collected`);
  const entry = await admin.locator('main').textContent();
  assert.ok(entry.includes(office.login), 'the journal names who handed it over');
  assert.match(entry, /2015年6月\d+日|2015-06-\d+|6月\d+日/, 'the journal says when');

  const chain = execFileSync(`${folder}/lixiao`, ['verify', '--data', demonstration.data], { encoding: 'utf8' });
  assert.match(chain, /the chain is whole/);
});

test('a diploma that is withheld cannot be registered as handed over, not even with a hand-made form', async () => {
  const office = await enter('registrar');
  const listed = await (await office.request.get('/api/students?q=51&document=diploma&status=withheld')).json();
  const views = await Promise.all(listed.students.map(async ({ student_no }) =>
    (await office.request.get(`/api/students/${student_no}`)).json()));
  const diploma = (view) => view.documents.find((document) => document.id === 'diploma');
  const student = views.find((view) => diploma(view)?.department === '教务处').student_no;
  await office.goto(`/work/students/${student}`);
  assert.equal(await office.locator('#document-diploma form').count(), 0);
  const csrf = await office.locator('input[name=csrf]').first().getAttribute('value');
  const answer = await office.request.post(`/work/students/${student}/collect`, {
    form: { csrf, document: 'diploma', recipient: 'self', proxy: '', remark: '' },
    headers: { origin: demonstration.address, 'sec-fetch-site': 'same-origin' },
  });
  assert.equal(answer.status(), 409);
  assert.match(await answer.text(), /还差|不能|暂不/);
  const after = await (await office.request.get(`/api/students/${student}`)).json();
  assert.equal(diploma(after).status, 'withheld');
});
