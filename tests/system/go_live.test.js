// The trial's end from outside: the command beside a running service, the bytes that are left, and kills.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { folder, freshFolder, lixiao, root, serve, write } from './program.js';

const trial = freshFolder();
const settings = `listen: 127.0.0.1:0\ntrial: true\nworkflow: ${root}/workflows/2015\n` +
  `clock: { show: "2015-06-05T09:00:00+08:00", at: "${new Date().toISOString().slice(0, 19)}Z" }\n`;
const header = 'student_no,name,national_id,student_type,leave_reason,college,class_code,degree_level,graduation_year';
const students = Array.from({ length: 500 }, (_, i) => `51199${String(i).padStart(5, '0')},试学生${i},,undergraduate,毕业,护理学院,F1101,本科,2015`);

const records = (data, ending) => readdirSync(data).filter((name) => name.startsWith('trial-') && name.endsWith(ending));
const bytes = (data) => Buffer.concat(readdirSync(data).filter((name) => name.startsWith('lixiao.db')).map((name) => readFileSync(join(data, name))));
const journal = (data) => lixiao('verify', '--data', data);
const user = (data, login, role, ...options) =>
  lixiao('user', 'add', login, '--role', role, '--name', login, ...options, '--data', data, { input: 'a long enough phrase\n' });

function holdsTrial(data) {
  const found = bytes(data);
  return found.includes('5119900499') || found.includes('试学生499');
}

function isCleanRun(data) {
  const verified = journal(data);
  assert.equal(verified.code, 0, verified.out);
  assert.match(verified.out, /^2 entries/);
  assert.equal(lixiao('go-live', '--data', data).code, 1);
  assert.ok(!holdsTrial(data), 'no byte of the trial is left');
  assert.deepEqual(lixiao('user', 'list', '--data', data).out.match(/^\S+/gm), ['admin']);
  const copies = records(data, '.db').map((name) => readFileSync(join(data, name)));
  for (const copy of copies) assert.ok(copy.includes('5119900499'), 'the record holds the trial');
  const left = bytes(data);
  const named = copies.filter((copy) => left.includes(createHash('sha256').update(copy).digest('hex')));
  assert.ok(named.length > 0, 'the run names its record by its hash');
}

before(async () => {
  write(trial, { 'lixiao.yaml': settings });
  const service = await serve(trial);
  assert.equal(await service.stop(), 0);
  const roster = join(write(freshFolder(), { 'roster.csv': `${header}\n${students.join('\n')}\n` }), 'roster.csv');
  const run = lixiao('import', 'roster', roster, '--data', trial);
  assert.equal(run.code, 0, run.out + run.err);
  assert.equal(user(trial, 'admin', 'admin').code, 0);
  assert.equal(user(trial, 'student', 'student', '--student', '5119900001').code, 0);
  assert.ok(holdsTrial(trial));
});

function copyOfTrial() {
  const data = freshFolder();
  cpSync(trial, data, { recursive: true });
  return data;
}

test('without confirmation it tells what would be cleared and does nothing', () => {
  const data = copyOfTrial();
  const head = journal(data).out;
  const run = lixiao('go-live', '--data', data);
  assert.equal(run.code, 1);
  assert.match(run.out, /500 students on the roster/);
  assert.match(run.out, /--confirm 2015/);
  assert.equal(lixiao('go-live', '--data', data, '--confirm', '2014').code, 1);
  assert.equal(journal(data).out, head);
  assert.deepEqual(records(data, ''), []);
});

test('a database that is in the run has no trial to end', () => {
  const data = freshFolder();
  assert.equal(user(data, 'admin', 'admin').code, 0);
  const run = lixiao('go-live', '--data', data, '--confirm', '2015');
  assert.equal(run.code, 1);
  assert.match(run.err, /no trial to end/);
});

test('beside a running service: sessions end, the board begins anew, the trial is nowhere', async () => {
  const data = copyOfTrial();
  const service = await serve(data);
  const ask = (path, options = {}) => fetch(service.address + path, { redirect: 'manual', ...options });
  const token = (html) => html.match(/name="csrf" value="([^"]+)"/)[1];
  const form = await ask('/sign-in');
  const visitor = form.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
  const body = new URLSearchParams({ csrf: token(await form.text()), login: 'admin', password: 'a long enough phrase', next: '' });
  const signedIn = await ask('/sign-in', { method: 'POST', body, headers: { cookie: visitor } });
  assert.equal(signedIn.status, 303);
  const cookie = signedIn.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
  const counts = async () => {
    const answer = await ask('/api/counts', { headers: { cookie } });
    return answer.status === 200 ? (await answer.json()).students : answer.status;
  };
  while ((await ask('/readyz')).status !== 200);
  assert.equal(await counts(), 500);

  const run = lixiao('go-live', '--data', data, '--confirm', '2015');
  assert.equal(run.code, 0, run.err);
  assert.equal(run.err, '');
  assert.equal(await counts(), 401, 'everybody is signed out');
  const page = await (await ask('/')).text();
  assert.doesNotMatch(page, /试运行|Trial run/);

  const again = new URLSearchParams({ csrf: '', login: 'admin', password: 'a long enough phrase', next: '' });
  const second = await ask('/sign-in');
  again.set('csrf', token(await second.text()));
  const back = await ask('/sign-in', { method: 'POST', body: again, headers: { cookie: second.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ') } });
  assert.equal(back.status, 303);
  const fresh = back.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
  for (;;) {  // the board looks by itself every second
    const answer = await (await ask('/api/counts', { headers: { cookie: fresh } })).json();
    if (answer.students === 0) break;
    assert.equal(answer.students, 500);
  }
  assert.ok(!holdsTrial(data), 'no byte is left while the service runs');
  assert.equal(await service.stop(), 0);
  assert.ok(!holdsTrial(data));
});

test('the record is for reading only and its journal is readable', () => {
  const data = copyOfTrial();
  assert.equal(lixiao('go-live', '--data', data, '--confirm', '2015').code, 0);
  isCleanRun(data);
  for (const name of records(data, '')) assert.equal(statSync(join(data, name)).mode & 0o777, 0o400);
  const lines = readFileSync(join(data, records(data, '.jsonl')[0]), 'utf8').trimEnd().split('\n').map(JSON.parse);
  lines.forEach((line, i) => assert.equal(line.seq, i + 1));
  assert.equal(lines.at(-1).kind, 'account.created');
});

test('killed at any moment it leaves the whole trial or the clean run', async () => {
  const whole = journal(trial).out;
  const started = process.hrtime.bigint();
  assert.equal(lixiao('go-live', '--data', copyOfTrial(), '--confirm', '2015').code, 0);
  const needed = Number(process.hrtime.bigint() - started) / 1e6;
  let trials = 0;
  let runs = 0;
  for (let i = 0; i < 24; ++i) {
    const data = copyOfTrial();
    const child = spawn(join(folder, 'lixiao'), ['go-live', '--data', data, '--confirm', '2015'], { cwd: root, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const killer = setTimeout(() => child.kill('SIGKILL'), needed * (0.2 + 0.9 * ((i + Math.random()) / 24)));
    await ended;
    clearTimeout(killer);
    // Any start of the program finishes what was begun.
    assert.equal(lixiao('user', 'list', '--data', data).code, 0);
    if (journal(data).out === whole) {
      ++trials;
      assert.equal(lixiao('go-live', '--data', data).code, 1, 'the trial goes on');
      assert.ok(holdsTrial(data));
      // and can be ended still, with what a killed attempt left lying about
      const again = lixiao('go-live', '--data', data, '--confirm', '2015');
      assert.equal(again.code, 0, again.err);
    } else {
      ++runs;
    }
    isCleanRun(data);
  }
  assert.ok(trials > 0 && runs > 0, `killed before the end ${trials} times, after it ${runs} times`);
});
