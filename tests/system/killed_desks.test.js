// Fifty desks register at once over five thousand students while the service is killed again and again. What was
// acknowledged is there, once; what was not is there whole or not at all; the record's chain is whole.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person } from './person.js';
import { freshFolder, lixiao, root, serve, write } from './program.js';

const kStudents = 5000;
const kDesks = 50;
const kKills = 5;
const kPassword = 'one long phrase for everybody';
const kItem = 'campus_card';

const data = freshFolder();
const house = { address: '' };  // where the service is now
let service;

// The same seed plays the same game.
function dice(seed) {
  return (most) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * most);
  };
}

const run = (...words) => {
  const done = lixiao(...words, '--data', data, ...(words[0] === 'user' ? [{ input: `${kPassword}\n` }] : []));
  assert.equal(done.code, 0, `${words.join(' ')}\n${done.out}${done.err}`);
  return done.out;
};

async function start(listen) {
  service = await serve(data, '--listen', listen);
  house.address = service.address;
}

before(async () => {
  write(data, { 'lixiao.yaml': `listen: 127.0.0.1:0\nworkflow: ${root}/workflows/2015\nclock: { show: "2015-06-24T09:00:00+08:00", at: "${new Date().toISOString().slice(0, 19)}Z" }\n` });
  assert.equal(lixiao('sample', join(data, 'sample'), '--students', String(kStudents), '--seed', '4').code, 0);
  await start('127.0.0.1:0');
  run('import', 'roster', join(data, 'sample/roster.csv'));
  run('user', 'add', 'admin', '--role', 'admin', '--name', 'admin');
  for (let i = 0; i < kDesks; ++i) run('user', 'add', `desk-${i}`, '--role', 'staff', '--department', 'card', '--name', `desk ${i}`);
});
after(async () => {
  await service?.stop();
  rmSync(data, { recursive: true, force: true });
});

// Asks until the service answers; a killed one is started again on the same port, one that lives and stays silent fails.
async function insisting(ask) {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof assert.AssertionError || error.name === 'TimeoutError') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return assert.fail('the service does not come back');
}

// One desk takes its students one after another; returns what was acknowledged: [student, remark].
async function work(desk, numbers) {
  const person = await insisting(() => new Person(house, `desk-${desk}`).signIn(kPassword));
  const acknowledged = [];
  for (const [n, no] of numbers.entries()) {
    const page = await insisting(() => person.get(`/work/students/${no}`));
    const form = page.forms.find((each) => each.action.endsWith('/register') && each.fields.item === kItem);
    if (form?.fields.seen !== '0') continue;  // does not apply, or another desk was faster
    const remark = `${desk}.${n}`;
    const answer = await person.request('POST', form.action, new URLSearchParams({ ...form.fields, result: 'cleared', remark })).catch((error) => {
      if (error.name === 'TimeoutError') throw error;
    });
    if (answer?.status === 303) acknowledged.push([no, remark]);
    await answer?.arrayBuffer().catch(() => {});
  }
  return acknowledged;
}

test('whatever was acknowledged survives being killed, and nothing is there twice', { timeout: 400_000 }, async () => {
  const admin = await new Person(house, 'admin').signIn(kPassword);
  const numbers = [];
  for (let page = 1; numbers.length < kStudents; ++page) {
    const { students } = await admin.json(`/api/students?page=${page}`);
    if (students.length === 0) break;
    numbers.push(...students.map(({ student_no }) => student_no));
  }
  assert.ok(numbers.length >= kStudents * 0.99, `${numbers.length} students`);

  const roll = dice(2015);
  const port = new URL(house.address).port;
  let working = true;
  const killing = (async () => {
    for (let kill = 0; kill < kKills && working; ++kill) {
      await new Promise((resolve) => setTimeout(resolve, 500 + roll(1500)));
      const ended = once(service.process, 'close');
      service.process.kill('SIGKILL');
      await ended;
      await start(`127.0.0.1:${port}`);
    }
  })();
  // Every student once, and every tenth at a second desk too.
  const shares = Array.from({ length: kDesks }, (_, desk) => numbers.filter((__, i) => i % kDesks === desk || (i % 10 === 0 && (i / 10) % kDesks === desk)));
  const acknowledged = (await Promise.all(shares.map((share, desk) => work(desk, share)))).flatMap((each, desk) => each.map(([no, remark]) => [no, `desk-${desk}`, remark]));
  working = false;
  await killing;

  const told = new Map();  // actor and remark → students; more than one is a registration made twice
  const insists = await insisting(() => new Person(house, 'admin').signIn(kPassword));
  for (let before = 0; ;) {
    const lines = await insists.json(`/api/journal?kind=registration.made${before ? `&before=${before}` : ''}`);
    if (lines.length === 0) break;
    for (const line of lines) {
      const key = `${line.actor} ${JSON.parse(line.payload).remark}`;
      told.set(key, [...(told.get(key) ?? []), line.student_no]);
    }
    before = lines.at(-1).seq;
  }
  assert.ok(acknowledged.length > kStudents / 2, `${acknowledged.length} acknowledged`);
  const lost = acknowledged.filter(([no, desk, remark]) => told.get(`${desk} ${remark}`)?.[0] !== no);
  assert.deepEqual(lost, [], 'nothing that was acknowledged is lost');
  assert.deepEqual([...told].filter(([, students]) => students.length !== 1), [], 'nothing is there twice');
  assert.match(run('verify'), /the chain is whole/);
});
