// Systems of departments are told who leaves (R5): a library by its hook and one by SIP2, an office by files. Each is
// told again until it has acknowledged, and of later changes.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { write } from './program.js';
import { House, sampleSystem, stoppable } from './summer_2015/house.js';
import { rosterOf, sources, students } from './summer_2015/students.js';

const house = new House();
const drop = join(house.data, 'drop');
const leavers = students.filter((each) => each.provider === 'registrar').map((each) => each.no).sort();
const exempt = leavers.slice(0, 2);
const told = leavers.filter((no) => !exempt.includes(no));
let hooked;

const receiver = async (name) => (await (await house.as('admin')).json('/api/outgoing')).find((each) => each.name === name);
const becomes = (name, state) => house.until(`${name} is ${state}`, async () => (await receiver(name)).state === state);
const blockedAt = async (port) => (await (await fetch(`http://127.0.0.1:${port}/blocked`)).json()).filter((no) => leavers.includes(no));
const faulty = (kind) => fetch(`http://127.0.0.1:${hooked.control}/fault?kind=${kind}`, { method: 'POST' });
const inFolder = () => readdirSync(drop).filter((name) => name.endsWith('.csv'));
const withoutRow = (csv, no) => csv.split('\n').filter((line) => !line.startsWith(`${no},`)).join('\n');

before(async () => {
  await house.build(sources);
  mkdirSync(drop);
  write(house.data, { 'signing.key': 'between the two of us\n' });
  hooked = await sampleSystem('library', '--data', house.data, '--signing-key', 'between the two of us');
  house.trial = false;
  house.polling = 'every: 1h';
  house.outgoing = `  library: { kind: hook, url: "http://127.0.0.1:${hooked.control}/api/v1/leavers", signing_key_file: signing.key, exempt: library_main, retry: 300ms, retry_max: 500ms }
  branch: { kind: sip2, host: 127.0.0.1, port: ${house.libraryPort} }
  guard: { kind: file, folder: drop, retry: 300ms, retry_max: 500ms }
`;
  await house.open('2015-06-15T09:00');
  house.addAccount('admin', '--role', 'admin');
  house.addAccount('registrar', '--role', 'staff', '--department', 'registrar');
  write(house.data, { 'registrar.csv': rosterOf('registrar') });
  house.run('import', 'roster', join(house.data, 'registrar.csv'));
});
after(async () => {
  await house.tearDown();
  await stoppable(hooked.process);
});

test('nobody is told anything before the roster is final', async () => {
  for (const name of ['branch', 'guard']) assert.equal((await receiver(name)).state, 'never');
  assert.match((await (await house.as('admin')).get('/admin/outgoing')).words, /还没有任何一部分名单定稿/);
  assert.deepEqual(await blockedAt(hooked.control), []);
});

test('when it is final each system gets it, by SIP2 and by file', async () => {
  const registrar = await house.as('registrar');
  const done = await registrar.send((await registrar.get('/roster')).form('/roster/final'), { confirm: 'yes' });
  assert.equal(done.status, 200, done.words);
  await becomes('branch', 'ok');
  assert.equal((await receiver('branch')).students, leavers.length);

  await house.until('the file lies there', () => inFolder().length === 1);
  const [name] = inFolder();
  const lines = readFileSync(join(drop, name), 'utf8').trimEnd().split('\r\n');
  assert.deepEqual(lines, ['student_no,leaving', ...leavers.map((no) => `${no},1`), `TOTAL,${leavers.length}`]);
  await becomes('guard', 'failing');
  const guard = await receiver('guard');
  assert.deepEqual([guard.students, guard.students_waiting, guard.waiting], [0, leavers.length, 1]);
  const admin = await house.as('admin');
  const page = await admin.get('/admin/outgoing');
  assert.match(page.words, /lies there and was not taken yet/);
  assert.match(page.words, new RegExp(`已确认学生 0 待确认学生 ${leavers.length} 待确认通知 1`));
  const message = await admin.json(`/api/outgoing/messages/${guard.messages[0].id}`);
  assert.deepEqual(message.students, leavers.map((no) => ({ student_no: no, leaving: true })));
  assert.equal(name, `leaving-${message.database}-${message.id}.csv`);
  const link = `/admin/outgoing/messages/${message.id}/students.csv`;
  assert.ok(page.text.includes(`href="${link}"`));
  assert.deepEqual((await admin.get(link)).text.trimEnd().split('\r\n').slice(1), leavers.map((no) => `${no},1`));
  assert.equal((await admin.get('/admin/outgoing/messages/99/students.csv')).status, 404);
  write(drop, { [`${name}.ack`]: '' });
  await becomes('guard', 'ok');
});

test('with a list of those who are exempt nobody is told of before it is handed in', async () => {
  assert.equal((await receiver('library')).waiting, 0);
  assert.deepEqual(await blockedAt(hooked.control), []);
  const rows = students.filter((each) => exempt.includes(each.no)).map((each) => `${each.no},${each.name},\n`).join('');
  write(house.data, { 'exempt.csv': `student_no,name,remark\n${rows}` });
  house.run('import', 'list', join(house.data, 'exempt.csv'), '--list', 'library_main');
  await becomes('library', 'ok');
  assert.equal((await receiver('library')).students, told.length);
  const known = sources['library.csv'].split('\n').map((line) => line.split(',')[0]);
  assert.deepEqual(await blockedAt(hooked.control), told.filter((no) => known.includes(no)));
});

test('a change is told again and again until it is acknowledged, and no later one before it', async () => {
  await faulty('not-blocked');
  const taken = told.at(-1);
  write(house.data, { 'later.csv': withoutRow(rosterOf('registrar'), taken) });
  house.run('import', 'roster', join(house.data, 'later.csv'), '--whole', '--final', '--reason', '缓毕业');
  await becomes('library', 'failing');
  const waiting = await receiver('library');
  assert.equal(waiting.waiting, 1);
  assert.equal(waiting.messages[0].error_kind, 'malformed');
  assert.match(waiting.messages[0].answer, /"status"\s*:\s*"ok"/, 'a 200 that acknowledges nothing');
  await faulty('503');
  await house.until('it is unreachable', async () => (await receiver('library')).messages[0].error_kind === 'unreachable');
  const admin = await house.as('admin');
  const again = await admin.send((await admin.get('/admin/outgoing')).form('/admin/outgoing/library/retry'));
  assert.match(again.words, /正在重新发送/);
  await faulty('none');
  await becomes('library', 'ok');
  assert.ok(!(await blockedAt(hooked.control)).includes(taken), 'who stays may borrow again');
  assert.equal((await receiver('branch')).students, leavers.length - 1);
  const [last] = (await receiver('library')).messages;
  assert.ok(last.attempts > 1);
  assert.deepEqual([last.error_kind, last.failed_at <= last.acknowledged], ['unreachable', true]);
  assert.match((await admin.get('/admin/outgoing')).words, /已确认 [^确]*上次失败/);
  const failures = await admin.json('/api/journal?kind=outgoing.failed');
  const kinds = failures.map((entry) => JSON.parse(entry.payload)).filter((each) => each.message === last.id);
  assert.deepEqual(kinds.map((each) => each.error_kind).sort(), ['malformed', 'unreachable']);
});

test('what was sent and acknowledged is on record, and tried anew after a restart', async () => {
  const entries = await (await house.as('admin')).json('/api/journal?kind=outgoing.acknowledged');
  const names = entries.map((entry) => JSON.parse(entry.payload).receiver);
  for (const name of ['branch', 'guard', 'library']) assert.ok(names.includes(name), name);
  assert.equal((await receiver('guard')).state, 'failing', 'its second file was not taken yet');
  await house.open('2015-06-16T09:00');
  const file = inFolder().find((each) => !existsSync(join(drop, `${each}.ack`)));
  assert.match(readFileSync(join(drop, file), 'utf8'), /,0\r\nTOTAL,1\r\n$/);
  write(drop, { [`${file}.ack`]: '' });
  await becomes('guard', 'ok');
});

test('in a trial no system is told anything', async () => {
  const trial = new House();
  try {
    await trial.build(sources);
    trial.outgoing = `  branch: { kind: sip2, host: 127.0.0.1, port: ${trial.libraryPort} }
  typo: { kind: file, folder: drop, exempt: no_such_list }
`;
    await trial.open('2015-06-03T09:00');
    trial.addAccount('admin', '--role', 'admin');
    trial.addAccount('registrar', '--role', 'staff', '--department', 'registrar');
    write(trial.data, { 'registrar.csv': rosterOf('registrar') });
    trial.run('import', 'roster', join(trial.data, 'registrar.csv'));
    const registrar = await trial.as('registrar');
    await registrar.send((await registrar.get('/roster')).form('/roster/final'), { confirm: 'yes' });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const [branch, typo] = await (await trial.as('admin')).json('/api/outgoing');
    assert.deepEqual([branch.state, branch.students, branch.messages], ['paused', 0, []]);
    assert.equal(typo.state, 'failing', 'a list that is not there is told already in the trial');
    assert.match((await (await trial.as('admin')).get('/admin/outgoing')).words, /本届没有名单“no_such_list”/);
  } finally {
    await trial.tearDown();
  }
});
