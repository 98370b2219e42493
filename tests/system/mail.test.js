// Messages by e-mail: the real program and a real mail server that is well, gone, slow, rude, or killed upon.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { MailServer } from './mail_server.js';
import { Person } from './person.js';
import { freshFolder, lixiao, root, serve, write } from './program.js';

const kPhrase = 'a long enough phrase';
const kStudents = ['5119900001', '5119900002'];
const cleanups = [];
after(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

// A house of the year 2015 with two students who lack everything but the college's word.
function house(mail, extra = '') {
  const data = write(freshFolder(), {
    'lixiao.yaml': `listen: 127.0.0.1:0\nworkflow: ${root}/workflows/2015\npublic_url: http://127.0.0.1\n` +
      `clock: { show: "2015-06-24T09:00:00+08:00", at: "${new Date().toISOString().slice(0, 19)}Z" }\n` +
      `organisation: { zh: 医学院, en: School of Medicine }\n` +
      (mail ? `mail: { server: 127.0.0.1, port: ${mail.port}, from: lixiao@example.edu, retry: 50ms, retry_max: 200ms, answer_timeout: 500ms, ${extra || 'security: none'} }\n` : ''),
  });
  return data;
}

function run(...args) {
  const done = lixiao(...args);
  assert.equal(done.code, 0, done.out + done.err);
  return done;
}

function fill(data) {
  const header = 'student_no,name,student_type,leave_reason,college,class_code,degree_level,graduation_year';
  const rows = kStudents.map((number, i) => `${number},学生${i},undergraduate,毕业,护理学院,F1101,本科,2015`);
  const files = write(freshFolder(), { 'roster.csv': `${header}\n${rows.join('\n')}\n` });
  run('import', 'roster', join(files, 'roster.csv'), '--data', data);
  const user = (login, ...options) => run('user', 'add', login, '--name', login, ...options, '--data', data, { input: `${kPhrase}\n` });
  user('admin', '--role', 'admin');
  for (const number of kStudents) user(number, '--role', 'student', '--student', number);
}

// The links that the program writes lead to its public address; here it listens elsewhere.
const pathOf = (text, part) => new URL(text.match(new RegExp(`http://127\\.0\\.0\\.1${part}\\S+`))[0]).pathname;

async function start(data) {
  const service = await serve(data);
  cleanups.push(() => service.stop());
  while ((await fetch(`${service.address}/readyz`)).status !== 200);
  return service;
}

async function begin(mail, extra) {
  const data = house(mail, extra);
  const first = await serve(data);
  assert.equal(await first.stop(), 0);
  fill(data);
  return { data, service: await start(data) };
}

const signIn = (service, login) => new Person(service, login).signIn(kPhrase);

async function choose(service, login, language = 'zh') {
  const person = await signIn(service, login);
  const page = await person.get('/account');
  const form = page.form('/account/mail');
  const saved = await person.send(form, { address: `${login}@example.edu`, language, 'want:tasks': 'yes', 'want:documents': 'yes' });
  assert.equal(saved.status, 200, saved.words);
  assert.match(saved.words, /已保存|is saved/);
  return person;
}

async function confirm(service, letter) {
  const stranger = new Person(service, 'nobody');
  const page = await stranger.get(pathOf(letter.text, '/mail/confirm/'));
  assert.equal(page.status, 200);
  const done = await stranger.send(page.forms.find((form) => form.action.startsWith('/mail/confirm/')));
  assert.match(done.words, /邮箱已确认/);
}

// A list with this student on it is something for them to do.
function list(data, number) {
  const files = write(freshFolder(), { 'list.csv': `student_no,name,remark\n${number},学生${kStudents.indexOf(number)},体育器材未还\n` });
  run('import', 'list', join(files, 'list.csv'), '--list', kList, '--data', data);
}
const kList = 'sports';

const outbox = async (service) => (await signIn(service, 'admin')).json('/api/mail');
async function until(what, holds) {
  for (;;) {
    const value = await what();
    if (holds(value)) return value;
    await new Promise(setImmediate); // the mail server lives in this process
  }
}

test('an address is confirmed by its link, then one letter comes, and none after the receiver ended them', async () => {
  const mail = await new MailServer().start();
  cleanups.push(() => mail.stop());
  const { data, service } = await begin(mail);
  await choose(service, kStudents[0]);
  const [link] = await mail.come(1);
  assert.equal(link.subject, '请确认接收离校通知的邮箱');
  assert.equal(link.to_address, `${kStudents[0]}@example.edu`);
  assert.match(link.text, /医学院/);
  await confirm(service, link);

  list(data, kStudents[0]);
  const letter = (await mail.come(2))[1];
  assert.equal(letter.subject, '有离校事项需要您办理');
  assert.equal(letter.from.address, 'lixiao@example.edu');
  assert.match(letter.text, /登录后查看详情：http:\/\/127\.0\.0\.1\/me/);
  assert.doesNotMatch(letter.text.replaceAll(/http\S+/g, ''), /器材|体育|5119900001|学生0/);
  assert.match(letter.raw, /^Content-Type: text\/plain; charset="?UTF-8"?/im);
  assert.match(letter.raw, /^Auto-Submitted: auto-generated/im);
  assert.ok(letter.headers.some(({ key, value }) => key === 'list-unsubscribe' && value.includes('/mail/leave/')));
  assert.notEqual(letter.messageId, link.messageId);
  const seen = await outbox(service);
  assert.deepEqual([seen.on, seen.waiting, seen.sent, seen.failed], [true, 0, 2, 0]);

  const stranger = new Person(service, 'nobody');
  const leave = await stranger.get(pathOf(letter.text, '/mail/leave/'));
  assert.equal(mail.letters.length, 2, 'looking at the link ends nothing');
  const left = await stranger.send(leave.forms.find((form) => form.action.startsWith('/mail/leave/')));
  assert.match(left.words, /不会再向这个邮箱发送通知/);
  const person = await signIn(service, kStudents[0]);
  assert.equal((await person.get('/account')).form('/account/mail').fields.address, '');

  // Another student's letters go on; of the one who left nothing is written meanwhile.
  await choose(service, kStudents[1], 'en');
  await confirm(service, (await mail.come(3))[2]);
  list(data, kStudents[1]);
  const english = (await mail.come(4))[3];
  assert.equal(english.subject, 'There is something for you to do');
  assert.deepEqual(mail.letters.map((each) => each.to_address.slice(0, 10)), [kStudents[0], kStudents[0], kStudents[1], kStudents[1]]);
});

test('an office that wants it is told once a working day of what has waited for long', async () => {
  const mail = await new MailServer().start();
  cleanups.push(() => mail.stop());
  const data = house(mail);
  const settings = readFileSync(join(data, 'lixiao.yaml'), 'utf8');
  write(data, { 'lixiao.yaml': `${settings}remind_after: 1s\n` });
  const first = await serve(data);
  assert.equal(await first.stop(), 0);
  fill(data);
  run('user', 'add', 'college', '--name', 'college', '--role', 'staff', '--department', 'college', '--scope', '护理学院', '--data', data, { input: `${kPhrase}\n` });
  const service = await start(data);
  const office = await signIn(service, 'college');
  const form = (await office.get('/account')).form('/account/mail');
  const saved = await office.send(form, { address: 'college@example.edu', language: 'zh', 'want:work': 'yes' });
  assert.match(saved.words, /已保存/);
  await confirm(service, (await mail.come(1))[0]);
  const letter = (await mail.come(2))[1];
  assert.equal(letter.subject, '本部门有积压的离校审核工作');
  assert.doesNotMatch(letter.text, /5119900|学生0/);
  assert.match((await office.get('/work')).words, /积压的工作/);
  const [{ kind, count }] = await office.json('/api/reminders');
  assert.deepEqual([kind, count], ['waiting', kStudents.length]);
});

test('while the server is gone nothing is lost, and it is sent when it is back', async () => {
  const mail = await new MailServer().start();
  const { port } = mail;
  const { service } = await begin(mail);
  await mail.stop();
  await choose(service, kStudents[0]);
  await choose(service, kStudents[1]);
  const down = await until(() => outbox(service), (seen) => seen.trouble);
  assert.equal(down.waiting, 2);
  assert.match(down.trouble, /连不上邮件服务器|cannot be reached/);
  const page = await (await signIn(service, 'admin')).get('/admin');
  assert.match(page.words, /等待发送 2/);

  const back = await new MailServer().start(port);
  cleanups.push(() => back.stop());
  await back.come(2);
  const seen = await until(() => outbox(service), ({ waiting }) => waiting === 0);
  assert.deepEqual([seen.sent, seen.failed, seen.trouble], [2, 0, null]);
  assert.equal(back.letters.length, 2);
});

test('killed while it sends it loses nothing, and what it sends again is the same letter', async () => {
  const mail = await new MailServer().start();
  cleanups.push(() => mail.stop());
  const { data, service } = await begin(mail);
  mail.faults = { data: 'hang' };
  await choose(service, kStudents[0]);
  await until(async () => mail.tries, (tries) => tries > 0);
  service.process.kill('SIGKILL');
  await new Promise((resolve) => { if (service.process.exitCode !== null || service.process.signalCode) resolve(); else service.process.on('close', resolve); });
  assert.equal(mail.letters.length, 0);

  mail.faults = { drop_after_data: true };
  const again = await start(data);
  await mail.come(2);
  mail.faults = {};
  await until(() => outbox(again), ({ sent }) => sent === 1);
  const numbers = new Set(mail.letters.map(({ messageId }) => messageId));
  assert.equal(numbers.size, 1, 'a reader can tell that it is the same letter');
  await confirm(again, mail.letters[0]);
});

test('a receiver who is refused stands before the admin with the reason and no address, and may be tried again', async () => {
  const mail = await new MailServer().start();
  cleanups.push(() => mail.stop());
  const { service } = await begin(mail);
  mail.faults = { rcpt: 550 };
  await choose(service, kStudents[0]);
  const seen = await until(() => outbox(service), ({ failed }) => failed === 1);
  assert.equal(seen.failures[0].login, kStudents[0]);
  assert.match(seen.failures[0].reason, /\b550\b/);
  assert.doesNotMatch(JSON.stringify(seen), /@/);
  const admin = await signIn(service, 'admin');
  const page = await admin.get('/admin');
  assert.match(page.words, /邮件服务器拒绝收件人（550）/);

  mail.faults = {};
  const retried = await admin.send(page.form('/admin/mail/retry'));
  assert.equal(retried.status, 200);
  await mail.come(1);
  await until(() => outbox(service), ({ sent, failed }) => sent === 1 && failed === 0);
});

test('a server that defers, hangs or breaks off holds up no page, and gets the letter in the end', async () => {
  const mail = await new MailServer().start();
  cleanups.push(() => mail.stop());
  const { service } = await begin(mail);
  mail.faults = { connect: 'hang' };
  await choose(service, kStudents[0]);
  for (const faults of [{ connect: 'hang' }, { rcpt: 451 }, { mail: 'drop' }, { data: 452 }, { connect: 554 }]) {
    mail.faults = faults;
    const before = mail.tries;
    await until(async () => mail.tries, (tries) => tries > before + 1);
    const asked = Date.now();
    assert.equal((await fetch(`${service.address}/healthz`)).status, 200);
    assert.ok(Date.now() - asked < 5000);
    assert.equal((await outbox(service)).waiting, 1, JSON.stringify(faults));
  }
  mail.faults = {};
  await mail.come(1);
  await until(() => outbox(service), ({ sent, waiting }) => sent === 1 && waiting === 0);
  assert.equal(mail.letters.length, 1);
});

function certificate() {
  const folder = freshFolder();
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
    '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
  assert.equal(made.status, 0);
  return { folder, key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) };
}

for (const secure of [false, true]) {
  const word = secure ? 'tls' : 'starttls';
  test(`over ${word} it signs in only to a server that it may trust`, async () => {
    const { folder, key, cert } = certificate();
    const onAuth = ({ username, password }, _, done) => (username === 'lixiao' && password === 'geheim' ? done(null, { user: username }) : done(new Error('no')));
    const mail = await new MailServer({ secure, key, cert, authOptional: false, onAuth }).start();
    cleanups.push(() => mail.stop());
    write(folder, { password: 'geheim\n' });
    chmodSync(join(folder, 'password'), 0o600);
    const login = `security: ${word}, user: lixiao, password_file: ${join(folder, 'password')}`;

    const distrustful = await begin({ port: mail.port }, `${login}`);
    await choose(distrustful.service, kStudents[0]);
    const seen = await until(() => outbox(distrustful.service), ({ trouble }) => trouble);
    assert.match(seen.trouble, /安全连接|safe connection/);
    assert.equal(mail.letters.length, 0);
    await distrustful.service.stop();

    const settings = readFileSync(join(distrustful.data, 'lixiao.yaml'), 'utf8');
    write(distrustful.data, { 'lixiao.yaml': settings.replace('server: 127.0.0.1', `server: localhost, ca_file: ${join(folder, 'cert.pem')}`) });
    const service = await start(distrustful.data);
    const [letter] = await mail.come(1);
    assert.equal(letter.safe, true);
    assert.equal(letter.user, 'lixiao');
    await until(() => outbox(service), ({ sent }) => sent === 1);
  });
}

test('settings that would betray a password or lead nowhere stop the start, and say where', () => {
  const folder = write(freshFolder(), { password: 'geheim\n' });
  chmodSync(join(folder, 'password'), 0o644);
  const wrong = (mail, extra = 'public_url: http://127.0.0.1\n') => {
    const data = write(freshFolder(), { 'lixiao.yaml': `listen: 127.0.0.1:0\n${extra}mail: { ${mail} }\n` });
    const done = lixiao('serve', '--data', data, { timeout: 20_000 });
    assert.equal(done.code, 1, done.out + done.err);
    return done.err;
  };
  assert.match(wrong('server: mail.example.edu, from: a@b.cn, user: x, password_file: /nonexistent, security: none'), /readable on its way/);
  assert.match(wrong(`server: mail.example.edu, from: a@b.cn, user: x, password_file: ${join(folder, 'password')}`), /others may read/);
  assert.match(wrong('server: mail.example.edu, from: nobody'), /no e-mail address/);
  assert.match(wrong('server: mail.example.edu, from: a@b.cn', ''), /public_url/);
  assert.match(wrong('server: mail.example.edu, from: a@b.cn, user: x'), /needs a password/);
  assert.match(wrong('from: a@b.cn'), /server/);
  assert.doesNotMatch(wrong('server: mail.example.edu, from: a@b.cn, password: geheim'), /geheim/);
});
