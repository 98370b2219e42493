// `plan`, `apply`, `new-year`: what a changed year would do to the running data, and doing it while the service runs.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freshFolder, lixiao, root, serve, write } from './program.js';

const data = freshFolder();
const years = freshFolder();
const year = join(years, '2015');
const header = 'student_no,name,national_id,student_type,leave_reason,college,class_code,degree_level,graduation_year';
const roster = ['5111000001,李想', '5111000002,王一', '5111000003,赵二']
  .map((who) => `${who},,undergraduate,毕业,护理学院,F1101,本科,2015`);

const password = 'a long enough phrase';
let service;
let cookie;

const edit = (file, from, to) => {
  const path = join(year, file);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from), `${file} holds ${from}`);
  writeFileSync(path, text.replace(from, to));
};
const edition = async () => (await fetch(`${service.address}/api/edition`)).json();

// Asks again until the edition answers `wanted`, as a page that follows would.
async function untilEdition(wanted) {
  for (let i = 0; i < 300; ++i) {
    const now = await edition();
    if (wanted(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the edition did not change: ${JSON.stringify(await edition())}`);
}

// The admin signs in once; what their browser keeps.
async function signIn() {
  const form = await fetch(`${service.address}/sign-in`);
  const visitor = form.headers.getSetCookie()[0].split(';')[0];
  const csrf = (await form.text()).match(/name="csrf" value="([^"]+)"/)[1];
  const answer = await fetch(`${service.address}/sign-in`, {
    method: 'POST', redirect: 'manual', headers: { cookie: visitor }, body: new URLSearchParams({ csrf, login: 'admin', password, next: '' }),
  });
  assert.equal(answer.status, 303);
  return answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
}

async function untilPage(path, wanted) {
  cookie ??= await signIn();
  let text;
  for (let i = 0; i < 300; ++i) {
    text = await (await fetch(`${service.address}${path}`, { headers: { cookie } })).text();
    if (wanted(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the page did not change: ${text}`);
}

before(async () => {
  cpSync(join(root, 'workflows/2015'), year, { recursive: true });
  write(data, { 'lixiao.yaml': `listen: 127.0.0.1:0\nworkflow: ${year}\nwatch_workflow: true\nclock: { show: "2015-06-24T09:00:00+08:00", at: "${new Date().toISOString().slice(0, 19)}Z" }\n` });
});

after(() => service?.stop());

test('apply on an empty data folder activates, once', () => {
  const first = lixiao('apply', year, '--data', data);
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /^activated 2015 2015届毕业生离校 after 94 rule tests; digest [0-9a-f]{64}\n$/);
  const again = lixiao('apply', year, '--data', data);
  assert.equal(again.code, 0);
  assert.match(again.out, /is active already/);
});

test('plan of the active files changes nothing and exits 0', () => {
  const file = join(write(freshFolder(), { 'roster.csv': `${header}\n${roster.join('\n')}\n` }), 'roster.csv');
  assert.equal(lixiao('import', 'roster', file, '--data', data).code, 0);
  const run = lixiao('plan', year, '--data', data);
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /3 students\nnothing changes for anybody: these files are active\n$/);
});

test('plan tells item by item what a change does, with counts and names, and exits 3', () => {
  edit('edition.yaml', 'passes_when: library.loans == 0 && library.fines <= 0', 'passes_when: true');
  rmSync(join(year, 'undergraduate.test.yaml'));  // its expectations are those of the old rule
  for (const file of ['postgraduate', 'long-programme', 'eight-year']) rmSync(join(year, `${file}.test.yaml`));
  const run = lixiao('plan', year, '--data', data);
  assert.equal(run.code, 3, run.out + run.err);
  assert.match(run.out, /undergraduate 本科毕业生\n  library 图书馆 归还图书\n    waiting → cleared, 3 students: 5111000001 李想, 5111000002 王一, 5111000003 赵二\n/);
  const json = JSON.parse(lixiao('plan', year, '--data', data, '--format', 'json').out);
  assert.equal(json.changes, true);
  const library = json.types.find((type) => type.id === 'undergraduate').items.find((item) => item.id === 'library');
  assert.deepEqual(library.moves.map(({ from, to, count }) => [from, to, count]), [['waiting', 'cleared', 3]]);
});

test('plan and apply refuse what does not check or whose tests fail, and nothing changes', () => {
  const digest = JSON.parse(lixiao('plan', year, '--data', data, '--format', 'json').out).active_digest;
  edit('edition.yaml', 'passes_when: true', 'passes_when: library.lones == 0');
  for (const command of ['plan', 'apply']) {
    const run = lixiao(command, year, '--data', data);
    assert.equal(run.code, 1);
    assert.match(run.err, /edition\.yaml:\d+:\d+: error\[unknown-name\].*library\.lones/);
    const json = JSON.parse(lixiao(command, year, '--data', data, '--format', 'json').out);
    assert.equal(json.findings[0].code, 'unknown-name');
  }
  edit('edition.yaml', 'passes_when: library.lones == 0', 'passes_when: true');
  write(year, { 'one.test.yaml': 'tests:\n  - name: 欠费的通过\n    student: { student_type: undergraduate, leave_reason: 毕业, finance.tuition_due: 5 }\n    today: 2015-06-24\n    expect: { finance: cleared }\n' });
  const failing = lixiao('apply', year, '--data', data);
  assert.equal(failing.code, 1);
  assert.match(failing.err, /one\.test\.yaml:5:15: error\[failing-test\]: test 欠费的通过: finance is action_required and not cleared/);
  rmSync(join(year, 'one.test.yaml'));
  assert.equal(JSON.parse(lixiao('plan', year, '--data', data, '--format', 'json').out).active_digest, digest);
});

test('plan needs a database', () => {
  const run = lixiao('plan', year, '--data', freshFolder());
  assert.equal(run.code, 1);
  assert.match(run.err, /there is no database/);
});

test('a running service follows an apply of the command line', async () => {
  assert.equal(lixiao('user', 'add', 'admin', '--role', 'admin', '--name', 'admin', '--data', data, { input: `${password}\n` }).code, 0);
  service = await serve(data);
  const old = await edition();
  const run = lixiao('apply', year, '--data', data, '--format', 'json');
  const { digest, before: replaced } = JSON.parse(run.out);
  assert.equal(replaced, old.digest);
  const now = await untilEdition((seen) => seen.digest === digest);
  assert.equal(now.activated_by, 'command line');
});

test('a running service activates what is saved in the watched folder, and never what is faulty', async () => {
  const old = await edition();
  edit('edition.yaml', 'passes_when: true', 'passes_when: library.lones == 0');
  edit('edition.yaml', '2015届毕业生离校,', '2015届毕业生离校（试）,');
  const page = await untilPage('/admin', (text) => text.includes('library.lones'));
  assert.match(page, /edition\.yaml:\d+:\d+: error\[unknown-name\]/);
  assert.equal((await edition()).digest, old.digest, 'the faulty state did not become active');
  edit('edition.yaml', 'passes_when: library.lones == 0', 'passes_when: library.loans == 0');
  const now = await untilEdition((seen) => seen.digest !== old.digest);
  assert.equal(now.activated_by, 'watched folder');
  assert.equal(now.title, '2015届毕业生离校（试）');
  await untilPage('/admin', (text) => !text.includes('library.lones'));
});

test('a watched folder that goes away and comes back is followed again', async () => {
  const old = await edition();
  renameSync(year, `${year}.away`);
  edit.call(null, '../2015.away/edition.yaml', '2015届毕业生离校（试）,', '2015届毕业生离校（回）,');
  renameSync(`${year}.away`, year);
  const now = await untilEdition((seen) => seen.digest !== old.digest);
  assert.equal(now.title, '2015届毕业生离校（回）');
});

test('new-year writes a folder that checks and passes its tests, and never over another', () => {
  const folder = freshFolder();
  cpSync(join(root, 'workflows'), folder, { recursive: true });
  const run = lixiao('new-year', '2016', '--from', '2015', '--in', folder);
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /94 rule tests, 0 expectations not met/);
  assert.equal(lixiao('check', join(folder, '2016')).code, 0);
  assert.equal(lixiao('test', join(folder, '2016')).code, 0);
  const text = readFileSync(join(folder, '2016/edition.yaml'), 'utf8');
  assert.match(text, /^# 2016: written from 2015 by `lixiao new-year`\./);
  assert.match(text, /^edition: 2016\ntitle: \{ zh: 2016届毕业生离校, en: Class of 2016 clearance \}$/m);
  const again = lixiao('new-year', '2016', '--from', '2015', '--in', folder);
  assert.equal(again.code, 1);
  assert.match(again.err, /2016: is there already/);
  assert.equal(lixiao('new-year', '2017', '--from', '2014', '--in', folder).code, 1);
  assert.ok(!existsSync(join(folder, '2017')));
  assert.equal(lixiao('new-year', '2016', '--from', '2016', '--in', folder).code, 2);
  assert.equal(lixiao('new-year', 'next', '--from', '2015', '--in', folder).code, 2);
});
