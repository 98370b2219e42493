// The connectors of the running service: a fall that is held until an admin decides, a student who has the systems asked
// at once, polls in processes of their own, and one student tried out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { folder, freshFolder, lixiao, write } from './program.js';
import { House } from './summer_2015/house.js';
import { at, rosterOf, sources, students } from './summer_2015/students.js';

const house = new House();
const kPage = '/admin/connectors/finance';
const debtors = students.filter((each) => each.provider === 'registrar').slice(0, 12);

const source = async (name = 'finance') => (await (await house.as('admin')).json('/api/connectors')).find((each) => each.name === name);
// By a poll of the service that runs, not of one before.
const isNow = ({ state, last_attempt: attempt }, wanted) => state === wanted && house.since(attempt);
const polls = async () => (await house.as('admin')).json('/api/connectors/finance/polls');
const statusOf = async (each) => (await (await house.as('admin')).json(`/api/students/${each.no}`)).items.find(({ id }) => id === 'finance').status;
const becomes = (state) => house.until(`finance is ${state}`, async () => isNow(await source(), state));
async function press(act, fields = {}, page = kPage) {
  const admin = await house.as('admin');
  return admin.send((await admin.get(page)).form(`${page}/${act}`), fields);
}
async function polled() {
  const told = async () => JSON.stringify(await polls());
  const before = await told();
  await press('poll');
  await house.until('finance was asked', async () => await told() !== before);
}

before(async () => {
  await house.build(sources);
  house.polling = 'every: 1h, retry: 1h, retry_max: 1h, hold_least: 10';
  await house.open('2015-06-24T09:00');
  house.addAccount('admin', '--role', 'admin');
  house.addAccount('student', '--role', 'student', '--student', debtors[0].no);
  house.addAccount('another', '--role', 'student', '--student', debtors[1].no);
  house.addAccount('third', '--role', 'student', '--student', debtors[2].no);
  house.addAccount('library', '--role', 'staff', '--department', 'library');
  write(house.data, { 'registrar.csv': rosterOf('registrar') });
  house.run('import', 'roster', join(house.data, 'registrar.csv'));
  for (const each of debtors) await house.owes(each, '300.00');
  await becomes('ok');
  await polled();
});
after(() => house.tearDown());

test('half the debtors gone at once is held until an admin says that it is true', async () => {
  assert.equal(await statusOf(debtors[0]), 'action_required');
  for (const each of debtors) await house.pays(each);
  await polled();
  await becomes('held');
  assert.equal(await statusOf(debtors[0]), 'action_required', 'nothing of it is applied');
  const asksInVain = async () => {
    const student = await house.as('another');
    await student.send((await student.get('/me')).form('/me/recheck'));
    await house.until('finance answered', async () => /财务处业务系统：已回应，但其结果正由管理员核实/.test((await student.get('/me')).words));
    assert.equal(await statusOf(debtors[1]), 'action_required', 'nor one by one, until an admin has decided');
  };
  await asksInVain();
  await house.fault('503');
  await house.open('2015-06-24T09:30');
  await becomes('failing');
  await house.fault('none');
  await asksInVain();
  await polled();
  await becomes('held');
  const { held } = await source();
  assert.deepEqual([held.fact, held.before >= debtors.length, held.after], ['finance.tuition_due', true, held.before - debtors.length]);

  const stale = await press('release', { ticket: '1' });
  assert.equal(stale.status, 409, 'another poll than the one that was looked at');
  const admin = await house.as('admin');
  const form = (await admin.get(kPage)).form(`${kPage}/release`);
  const presses = await Promise.all([1, 2, 3].map(() => admin.send(form)));
  assert.deepEqual(presses.map(({ status }) => status).sort(), [200, 409, 409], presses[0].words);
  await house.until('it is applied', async () => (await statusOf(debtors[0])) === 'cleared');
  const [entry, ...more] = await admin.json('/api/journal?kind=connector.released');
  assert.deepEqual(more, [], 'released once, on record once');
  assert.equal(entry.actor, 'admin');
  assert.equal(JSON.parse(entry.payload).after, held.after);
});

test('a student has the systems asked and sees it at once, without a poll', async () => {
  await house.owes(debtors[0], '120.00');
  await polled();
  assert.equal(await statusOf(debtors[0]), 'action_required');
  await house.pays(debtors[0]);
  const before = (await polls()).length;
  const student = await house.as('student');
  const page = await student.send((await student.get('/me')).form('/me/recheck'));
  assert.equal(page.status, 200);
  assert.match(page.words, /查询/);
  await house.until('the student is clear', async () => (await statusOf(debtors[0])) === 'cleared');
  await house.until('the page says so', async () => /财务处业务系统：已回应 /.test((await student.get('/me')).words));
  assert.match((await student.get('/me')).words, /\d\d:\d\d:\d\d 之后可再次查询/);
  const again = await student.send(page.form('/me/recheck'));
  assert.match(again.words, /\d\d:\d\d:\d\d 提出查询。\s*\d\d:\d\d:\d\d 之后可再次查询/, 'too soon is said');
  assert.equal((await polls()).length, before, 'nobody else was asked about');
});

test('a source that is down is named as that, not as a debt', async () => {
  await house.fault('503');
  await press('poll');
  await becomes('failing');
  assert.equal((await source()).trouble.kind, 'unreachable');
  await house.fault('html');
  await polled();
  assert.equal((await source()).trouble.kind, 'malformed');
  assert.match((await (await house.as('admin')).get(kPage)).words, /返回的结果不可信/);
  await house.fault('none');
  await polled();
  await becomes('ok');
});

// What a member of the library's staff is told of asking about a student, once nothing is under way.
async function asked(about) {
  const staff = await house.as('library');
  const page = `/work/students/${about.no}`;
  await staff.send((await staff.get(page)).form(`${page}/recheck`));
  const told = async () => (await staff.get(page)).words;
  await house.until('what was asked is settled', async () => !/正在向各业务系统查询/.test(await told()));
  return told();
}

test('each kind of trouble has its own words, beside a value that is still fresh too', async () => {
  const debtor = debtors[2];
  await house.owes(debtor, '77.00');
  await polled();
  await becomes('ok');
  const student = await house.as('third');
  const finance = async () => (await student.json('/api/me')).items.find(({ id }) => id === 'finance').sources[0];
  assert.deepEqual([(await finance()).name, (await finance()).state, (await finance()).trouble], ['finance', 'ok', null]);
  const kTroubles = [['503', 'unreachable', /财务处业务系统：目前连接不上/, /财务处的业务系统目前连接不上，6月24日 \d\d:\d\d 之后没有新的结果/],
    ['html', 'malformed', /财务处业务系统：返回的结果无法采用/, /财务处的业务系统返回的结果无法采用/],
    ['forbidden', 'refused', /财务处业务系统：连接有故障，未能查询/, /与财务处业务系统的连接有故障/]];
  for (const [at, [kind, trouble, ofAsking, onPage]] of kTroubles.entries()) {
    await house.fault(kind);
    await polled();
    assert.deepEqual([(await finance()).state, (await finance()).trouble], ['failing', trouble]);
    assert.match(await asked(debtors[3 + at]), ofAsking);
    for (const page of ['/me', '/me/why/finance']) {
      const { words } = await student.get(page);
      assert.match(words, /77/, 'it still owes');
      assert.match(words, onPage);
    }
    await house.fault('none');
    await polled();
  }
  assert.doesNotMatch((await student.get('/me')).words, /财务处的业务系统|与财务处业务系统/);
  await house.fault('unknown');
  assert.match(await asked(debtors[7]), /财务处业务系统：已回应，但系统中没有这个学号[\s\S]*学费欠费：业务系统中没有该学生的数据/);
  await house.fault('none');
  await press('pause', { paused: 'yes' });
  const told = await asked(debtors[6]);
  assert.match(told, /财务处[^：]*业务系统：已暂停查询，这次未查询/);
  assert.match(told, /图书馆业务系统：已回应/);
  const others = ['library', 'housing'].map((name) => `/admin/connectors/${name}`);
  for (const page of others) await press('pause', { paused: 'yes' }, page);
  assert.equal((await asked(debtors[8])).match(/已暂停查询，这次未查询/g).length, 3, 'also when all are paused');
  for (const page of [kPage, ...others]) await press('pause', { paused: 'no' }, page);
  await becomes('ok');
});

test('a pause holds over a restart and stops no question about one student', async () => {
  await press('pause', { paused: 'yes' });
  const before = await polls();
  await house.open('2015-06-24T10:00');
  assert.equal((await source()).state, 'paused');
  assert.ok(before.some((each) => each.trouble) && before.some((each) => !each.trouble && each.asked > 0));
  assert.deepEqual(await polls(), before, 'what was polled before is still told');
  const admin = await house.as('admin');
  const tried = await admin.send((await admin.get(kPage)).form(`${kPage}/try`), { student_no: at(12).no });
  assert.match(tried.words, /finance\.tuition_due \d+/);
  const unknown = await admin.send((await admin.get(kPage)).form(`${kPage}/try`), { student_no: '5109999999' });
  assert.match(unknown.words, /没有这名学生/);
  await press('pause', { paused: 'no' });
  await becomes('ok');
});

test('a poll in a process of its own can be killed, and the service goes on', async () => {
  house.polling = 'every: 1h, isolated: true';
  await house.open('2015-06-24T11:00');
  await becomes('ok');
  await house.fault('silence');
  await press('poll');
  const child = () => {
    try {
      return execFileSync('pgrep', ['-P', String(house.pid), '-f', 'connector-process'], { encoding: 'utf8' }).trim();
    } catch {
      return '';
    }
  };
  await house.until('a process asks', () => child() !== '');
  process.kill(Number(child().split('\n')[0]), 'SIGKILL');
  await becomes('failing');
  assert.match((await source()).trouble.text, /crashed: Killed/);
  await house.fault('none');
  await polled();
  await becomes('ok');
});

test('a settings file in which a secret stands is not quoted', () => {
  const line = `finance: { kind: finance, url: "htp://x", amount_unit: [yuan], password: hunter2,
    pasword: hunter2 }`;
  write(house.data, { 'odd.yaml': `pulgins: []\nplugins: [lixiao_finance.so]\nconnectors:\n  ${line}\n` });
  const { code, out, err } = lixiao('connector', 'list', '--settings', join(house.data, 'odd.yaml'));
  assert.equal(code, 1);
  assert.doesNotMatch(out + err, /hunter2/);
  assert.match(err, /odd\.yaml:1:1: error\[unknown-key\]/);
  assert.match(err, /odd\.yaml:4:\d+: error\[bad-value\][\s\S]*htp:/);
});

test('a name that is no part of an address is a finding with its place', () => {
  const block = '{ kind: finance, url: "http://x", amount_unit: yuan }';
  write(house.data, { 'names.yaml': `plugins: [lixiao_finance.so]\nconnectors:\n  "a/b": ${block}\n  "": ${block}\n  财务-2_b: ${block}\n` });
  const { code, out, err } = lixiao('connector', 'list', '--settings', join(house.data, 'names.yaml'));
  assert.equal(code, 1);
  assert.match(err, /names\.yaml:3:3: error\[bad-name\]/);
  assert.match(err, /names\.yaml:4:3: error\[bad-name\]/);
  assert.match(out, /财务-2_b \(finance/);
});

test('a plugin of others runs in a process of its own, and half of one is refused with its place', () => {
  const plugin = join(folder, 'test-plugins/faulty.so');
  write(house.data, { 'half.so': readFileSync(plugin).subarray(0, 20_000) });
  write(house.data, { 'others.yaml': `plugins: [${plugin}, ./half.so]\nconnectors:\n  odd: { kind: faulty, does: leaves }\n` });
  const tried = lixiao('connector', 'try', 'odd', '--student', '1', '--settings', join(house.data, 'others.yaml'));
  assert.equal(tried.code, 1, tried.out);
  assert.match(tried.err, /^odd: internal: the connector's process ended without an answer$/m);
  assert.match(tried.err, /others\.yaml:1:\d+: error\[plugin-unloadable\][\s\S]*cut off/);
});

test('the command line lists the connectors and tries one', async () => {
  const list = house.run('connector', 'list');
  assert.match(list, /^finance \(finance, every 3600 s\): finance\.tuition_due finance\.dorm_due$/m);
  assert.match(house.run('connector', 'try', 'finance', '--student', at(12).no), /^finance\.tuition_due: \d+$/m);
  await house.fault('html');
  const failed = lixiao('connector', 'try', 'finance', '--student', at(12).no, '--data', house.data);
  assert.equal(failed.code, 1);
  assert.match(failed.err, /^finance: malformed: /m);
  assert.equal(lixiao('connector', 'try', 'nothing', '--student', '1', '--data', house.data).code, 1);
  const faulty = write(freshFolder(), { 'lixiao.yaml': 'plugins: [lixiao_finance.so]\nconnectors:\n  fees: { kind: finance, amount_unit: yuan }\n' });
  const listed = lixiao('connector', 'list', '--data', faulty);
  assert.equal(listed.code, 1, 'a block with findings');
  assert.match(listed.err, /lixiao\.yaml:3:\d+: error.*missing-key/);
  await house.fault('none');
});
