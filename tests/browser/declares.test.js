// A student declares on a phone, the office sends it back and then confirms it at a desk; the student takes letters.
// The edition is one in which students say where they lived; the mail server is a real one.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { MailServer } from '../system/mail_server.js';
import { freshFolder, lixiao, root, serve, write } from '../system/program.js';
import { desk, launch, phone, signIn } from './browser.js';

const kPassword = 'one long phrase for everybody';
const data = freshFolder();
const edition = join(root, 'tests/editions/declared-residences');
let service, mail, browser;

const run = (...words) => {
  const done = lixiao(...words, '--data', data, { input: `${kPassword}\n` });
  assert.equal(done.code, 0, done.out + done.err);
};

before(async () => {
  mail = await new MailServer().start();
  const confirmed = readFileSync(join(edition, 'edition.yaml'), 'utf8').replace('declared_by: student', 'declared_by: student\n    confirmed_by: housing').replace('departments:', 'providers:\n  registrar: { title: { zh: 教务课, en: Registrar }, provides: student_type == "exchange" }\ndepartments:');
  write(data, {
    'year/edition.yaml': confirmed,
    'year/exchange.yaml': readFileSync(join(edition, 'exchange.yaml'), 'utf8'),
    'roster.csv': 'student_no,name,student_type\nE1,佐藤花,exchange\n',
    'lixiao.yaml': `listen: 127.0.0.1:0\nworkflow: year\npublic_url: http://127.0.0.1\nmail: { server: 127.0.0.1, port: ${mail.port}, from: lixiao@example.edu, security: none }\n` +
      `clock: { show: "2024-08-05T09:00:00+09:00", at: "${new Date().toISOString().slice(0, 19)}Z" }\n`,
  });
  service = await serve(data);
  run('import', 'roster', join(data, 'roster.csv'));
  run('user', 'add', 'student', '--role', 'student', '--name', '佐藤花', '--student', 'E1');
  run('user', 'add', 'housing', '--role', 'staff', '--name', '住宅课', '--department', 'housing');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await service?.stop();
  await mail?.stop();
  rmSync(data, { recursive: true, force: true });
});

const come = (who, viewport) => signIn(browser, service.address, who, kPassword, { viewport });

test('what a student declares is sent back with a reason, declared again and confirmed', async () => {
  const student = await come('student', phone);
  await student.getByLabel('东寮').check();
  await student.getByRole('button', { name: '申报', exact: true }).click();
  await student.getByText('已登记你的申报').or(student.locator('.note--good')).first().waitFor();

  const office = await come('housing', desk);
  await office.goto('/work/declarations');
  await office.getByRole('button', { name: '退回' }).click();
  await office.locator('.field__problem').waitFor();  // a reason is needed
  await office.getByLabel(/退回/).fill('还住过国际会馆');
  await office.getByRole('button', { name: '退回' }).click();
  await office.locator('.note--good').waitFor();

  await student.goto('/me');
  assert.match(await student.locator('#item-residences').textContent(), /还住过国际会馆/);
  if (!(await student.getByLabel('东寮').isVisible())) await student.locator('#item-residences summary').click();
  await student.getByLabel('东寮').check();
  await student.getByLabel('国际会馆').check();
  await student.getByRole('button', { name: '申报', exact: true }).click();
  await student.locator('.note--good').waitFor();
  await office.goto('/work/declarations');
  assert.match(await office.locator('#declared-E1-residences').textContent(), /东寮、国际会馆|东寮;国际会馆|东寮；国际会馆/);
  await office.getByRole('button', { name: '确认' }).click();
  await office.locator('.note--good').waitFor();

  await student.goto('/me');
  const items = await student.locator('main').textContent();
  assert.match(items, /退宿.*东寮/s, 'an item for each residence');
  assert.match(items, /退宿.*国际会馆/s);
  assert.equal(await student.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
});

test('a student enters an address, opens the link of the letter, and ends the letters again', async () => {
  const student = await come('student', phone);
  await student.goto('/account');
  await student.locator('form[action="/account/mail"] input[name=address]').fill('sato@example.edu');
  await student.locator('form[action="/account/mail"] input[name="want:tasks"]').setChecked(true);
  await student.locator('form[action="/account/mail"] button').first().click();
  await student.locator('.note--good').first().waitFor();
  const [letter] = await mail.come(1);
  const link = new URL(letter.text.match(/http:\S+\/mail\/confirm\/\S+/)[0]).pathname;
  await student.goto(link);
  await student.locator(`form[action^="/mail/confirm/"] button`).click();
  await student.getByText('邮箱已确认').waitFor();
  await student.goto('/account');
  await student.locator('form[action="/account/mail/forget"] button').click();
  await student.waitForURL(/done=mail_ended/);
  assert.equal(await student.locator('form[action="/account/mail"] input[name=address]').inputValue(), '');
});
