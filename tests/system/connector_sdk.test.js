// The connector of docs/writing-a-connector.md, built outside the tree against what a build installs, is loaded and asked.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Person } from './person.js';
import { folder, freshFolder, lixiao, root, serve, write } from './program.js';

const kPassword = 'one long phrase for everybody';
const kOwing = '5100000001', kFree = '5100000002';
const wide = (number) => number.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const kYear = 365 * 24 * 3600;

const place = freshFolder();
after(() => rmSync(place, { recursive: true, force: true }));

const run = (command, ...words) => {
  const done = spawnSync(command, words, { cwd: place, encoding: 'utf8', timeout: 300_000 });
  assert.equal(done.status, 0, `${command} ${words.join(' ')}\n${done.stdout}${done.stderr}`);
};
const page = readFileSync(join(root, 'docs/writing-a-connector.md'), 'utf8');
const blocks = (language) => [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text);
const [settings, facts] = blocks('yaml');
const here = settings.replace('/srv/lixiao', join(place, 'build'));
const tries = (file, no) => {
  write(place, { 'data/sports.txt': file });
  return lixiao('connector', 'try', 'sports', '--student', no, '--data', join(place, 'data'));
};
const dated = (path, secondsAgo) => utimesSync(path, Date.now() / 1000 - secondsAgo, Date.now() / 1000 - secondsAgo);
const clearsNobody = (file, why) => {
  for (const no of [kOwing, kFree]) {
    const tried = tries(file, no);
    assert.equal(tried.code, 1, `${JSON.stringify(file)} says of ${no}: ${tried.out}`);
    assert.equal(tried.out, '');
    // A number is held against those asked about: the question about another student does not show how it is written.
    if (no === kOwing) assert.match(tried.err, why);
  }
};

test('the connector of the page is built outside the tree and answers', { timeout: 400_000 }, () => {
  write(place, { 'plugin/CMakeLists.txt': blocks('cmake')[0], 'plugin/sports.cpp': blocks('cpp')[0] });
  run('cmake', '--install', folder, '--component', 'connector-sdk', '--prefix', join(place, 'sdk'));
  run('cmake', '-S', 'plugin', '-B', 'build', `-DCMAKE_PREFIX_PATH=${join(place, 'sdk')}`);
  run('cmake', '--build', 'build');
  write(place, { 'data/lixiao.yaml': here });

  const owing = tries(`${kOwing},2\nend\n`, kOwing);
  assert.equal(owing.code, 0, owing.err);
  assert.match(owing.out, /^sports\.owed: 2$/m);
  assert.match(tries(`${kOwing},2\nend\n`, kFree).out, /^sports\.owed: 0$/m);
  assert.match(tries(`${kOwing},0\nend`, kFree).out, /^sports\.owed: 0$/m, 'nobody owes, and the file says so');
});

test('what it refuses is told with its kind, and a wrong setting with its place', () => {
  const half = tries(`${kOwing},2\n`, kFree);
  assert.equal(half.code, 1);
  assert.match(half.err, /^sports: malformed: sports file: the file does not end/m);
  const odd = tries(`${kOwing},two\nend\n`, kFree);
  assert.match(odd.err, /^it answered: 5100000001,two$/m);
  write(place, { 'data/lixiao.yaml': here.replace('file:', 'fiel:') });
  assert.match(tries('end\n', '1').err, /lixiao\.yaml:3:\d+: error.*unknown-key[\s\S]*did you mean "file"/);
  write(place, { 'data/lixiao.yaml': here });
});

test('a number that is written otherwise than on the roster clears nobody', () => {
  const otherwise = /^sports: malformed: sports file: a student number in another form than on the roster/m;
  for (const number of [` ${kOwing}`, `${kOwing} `, `\u3000${kOwing}`, `\ufeff${kOwing}`, wide(kOwing)])
    clearsNobody(`${number},2\nend\n`, otherwise);
  const zero = tries(`0${kOwing},2\nend\n`, kOwing);
  assert.deepEqual([zero.code, zero.out], [1, '']);
  assert.match(zero.err, otherwise);
  assert.match(zero.err, /^it answered: 05100000001,2$/m);
  for (const number of [`"${kOwing}"`, `'${kOwing}`, `${kOwing}.0`, '5.1E+09']) clearsNobody(`${number},2\nend\n`, /^sports: malformed: .* stands in the file/m);
  clearsNobody(`,2\nend\n`, /^sports: malformed: .* without a student number/m);
  clearsNobody(`${kOwing},2\n${kOwing},0\nend\n`, /^sports: malformed: .* who stands twice/m);
});

test('a list of nobody, half a list and one that goes on after its end clear nobody', () => {
  clearsNobody('end\n', /^sports: malformed: sports file: the file names no student/m);
  for (const file of ['', '\n', `${kOwing},2\n`, `5100000003,1\nend\n${kOwing},2\nend\n`, `${kOwing},2\nend\n\n`, `${kOwing},2\r\nend\r\n`])
    clearsNobody(file, /^sports: malformed: /m);
});

test('a file with no date that can be believed clears nobody', () => {
  const file = join(write(place, { 'data/sports.txt': `${kOwing},2\nend\n` }), 'data/sports.txt');
  const asked = () => lixiao('connector', 'try', 'sports', '--student', kFree, '--data', join(place, 'data'));
  for (const [ago, why] of [[40 * kYear, /a time before the year 2000/], [-3600, /minutes ahead of ours/]]) {
    dated(file, ago);
    const tried = asked();
    assert.deepEqual([tried.code, tried.out], [1, '']);
    assert.match(tried.err, why);
  }
});

// A year of one item, with the fact as the page declares it.
const edition = `edition: 2015
attributes:
  student_type: { type: enum, values: [undergraduate] }
${facts}departments:
  sports: { title: 体育教研室 }
  registrar: { title: 教务处 }
providers:
  registrar: { title: 教务处, provides: student_type == "undergraduate" }
items:
  sports: { title: 归还体育用品, department: sports, mode: automatic, passes_when: sports.owed == 0 }
`;
const students = 'student_type: undergraduate\ntitle: 本科毕业生\nitems: [sports]\n';

test('a file of last year is dated so and clears nobody; the same file of today does', { timeout: 120_000 }, async () => {
  const data = join(place, 'service');
  write(data, {
    'year/edition.yaml': edition, 'year/undergraduate.yaml': students, 'sports.txt': `${kOwing},2\nend\n`,
    'roster.csv': `student_no,name,national_id,student_type\n${kOwing},李想,,undergraduate\n${kFree},王一,,undergraduate\n`,
    'lixiao.yaml': `listen: 127.0.0.1:0\nworkflow: ${join(data, 'year')}\n${here.replace('paused: true', 'every: 1s')}`,
  });
  dated(join(data, 'sports.txt'), kYear);
  const service = await serve(data);
  try {
    const added = lixiao('user', 'add', 'admin', '--role', 'admin', '--name', 'admin', '--data', data, { input: `${kPassword}\n` });
    assert.equal(added.code, 0, added.err);
    const imported = lixiao('import', 'roster', join(data, 'roster.csv'), '--data', data);
    assert.equal(imported.code, 0, imported.out + imported.err);
    const admin = await new Person({ address: service.address }, 'admin').signIn(kPassword);
    const statusOf = async (no) => (await admin.json(`/api/students/${no}`)).items[0].status;
    const delivered = async () => (await admin.json('/api/connectors')).find(({ name }) => name === 'sports').delivered;
    const until = async (what, holds) => {
      for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) if (await holds()) return;
      assert.fail(`in vain: ${what}`);
    };
    await until('both students were asked about', async () => await delivered() === 2);
    for (const no of [kOwing, kFree]) assert.notEqual(await statusOf(no), 'cleared', 'the data are a year old');
    dated(join(data, 'sports.txt'), 0);
    await until('who is not in the file of today is clear', async () => await statusOf(kFree) === 'cleared');
    assert.equal(await statusOf(kOwing), 'action_required');
  } finally {
    await service.stop();
  }
});
