// Each form of the program, sent as nobody should: with nothing in it, with too much, with bytes that are no text, for
// somebody else's student, from a page that is out of date, and twice at once. The answer says what is wrong, nothing
// is written twice, and what was typed comes back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { multipart, plain } from './person.js';
import { root, write } from './program.js';
import { House } from './summer_2015/house.js';
import { at, careers, counted, rosterOf, sources, students } from './summer_2015/students.js';

const house = new House();
const undergraduates = students.filter((each) => each.provider === 'registrar');
const nursing = undergraduates.filter((each) => each.college === '护理学院');
const [one, two, three, four] = nursing.filter((each) => each.tuition === '0.00' && each.loans === 0 && each.checkedOut);
const elsewhere = undergraduates.find((each) => each.college !== '护理学院' && each.type === 'undergraduate');
const indebted = at(5);  // books are out
const made = {};
const kTooMuch = { form: 1.1 * 1024 * 1024, file: 10.1 * 1024 * 1024 };

const studentPage = (each) => `/work/students/${each.no}`;
const onPage = (page, action, holds) => async (person) => ({ path: action, fields: (await person.get(page)).form(action, holds).fields });
const item = (each) => onPage(studentPage(each), `${studentPage(each)}/register`, 'value="college_procedures"');
const batchUrl = '/work/items/personal_file/batch';
const guideUrl = '/work/guides/edit?item=library&campus=';
const [booker, called] = [at(27), at(18)];  // their household is on campus
const officeBooking = `${studentPage(called)}/appointments/hukou`;
// The first time that is offered; what the page said it had seen.
const booking = (path, each) => async (person) => {
  const { fields } = (await person.get(path)).form(path, 'name="slot"');
  const offer = await (await house.as(each === booker ? 'booker' : 'called')).json('/api/me/appointments/hukou');
  return { path, fields: { ...fields, slot: String(offer.days[0].slots[0].slot) } };
};
const printing = '/certificates/employment_card/print-batches';

// Sends a form without following, as it is.
async function post(person, path, fields, { file, headers = {} } = {}) {
  const all = { csrf: await person.token(), ...fields };
  const { type, body } = file === undefined ? { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(all) } : multipart(all, file);
  const answer = await person.request('POST', path, body, { 'content-type': type, ...headers });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') };
}

async function preview(rows) {
  const office = await house.as('college');
  const answer = await office.send((await office.get(batchUrl)).form(batchUrl), { rows });
  return answer.form(`${batchUrl}/apply`).fields;
}
async function applied(rows) {
  const office = await house.as('college');
  const answer = await post(office, `${batchUrl}/apply`, { ...await preview(rows), step: 'all' });
  assert.equal(answer.status, 303, answer.text);
  return Number(answer.location.match(/batches\/(\d+)/)[1]);
}
async function rosterTicket(content) {
  const office = await house.as('registrar');
  const page = await office.send((await office.get('/roster')).form('/roster/preview'), {}, { name: 'roster.csv', content });
  return page.form('/roster/commit').fields.ticket;
}
const roster = (changes) => rosterOf('registrar').split('\n').map((line) => Object.entries(changes).reduce((text, [from, to]) => text.replace(from, to), line)).join('\n');
const draftOf = (change) => async (person) => {
  const form = (await person.get('/admin/edition')).form('/admin/edition/draft', 'name="text"');
  return { path: form.action, fields: { ...form.fields, text: form.fields.text.replace(...change), step: 'preview' } };
};

// route: as in the table. who: an account, null for a visitor. form: what stands on the page. fields: what is filled in.
// texts: what people type, and comes back when it is refused. stranger: instead of these, what is not theirs.
// stale: instead of what the page said it had seen. writes: the kind of entry that sending it twice makes once.
const forms = [
  { route: '/sign-in', who: null, form: onPage('/sign-in', '/sign-in'), fields: { login: 'nobody', password: 'wrong' }, typed: ['login', 'password'] },
  { route: '/language', who: null, form: async () => ({ path: '/language', fields: { language: 'en', next: '/' } }), typed: ['language', 'next'] },
  { route: '/account', who: 'spare', form: onPage('/account', '/account'), fields: { old: 'one long phrase for everybody', new: 'another long phrase for everybody', again: 'another long phrase for everybody' }, typed: ['old', 'new', 'again'] },
  { route: '/me/declare', who: 'student', form: async () => ({ path: '/me/declare', fields: { item: 'library', 'value:bank': '1' } }), typed: ['item', 'value:bank'], stranger: { fields: { item: 'nothing' } } },
  { route: '/me/seen', who: 'student', form: async () => ({ path: '/me/seen', fields: {} }), typed: [], empty: 303 },
  { route: '/me/appointments/{item}', who: 'booker', form: booking('/me/appointments/hukou', booker), typed: ['slot', 'seen', 'reason'],
    stranger: { path: '/me/appointments/library' }, stale: { seen: '99' }, writes: 'appointment.booked' },
  { route: '/me/appointments/{item}/cancel', who: 'booker', form: onPage('/me/appointments/hukou', '/me/appointments/hukou/cancel'), typed: ['seen', 'reason'], stale: { seen: '99' }, writes: 'appointment.cancelled' },
  { route: '/work/students/{no}/appointments/{item}', who: 'security', form: booking(officeBooking, called), fields: { reason: '电话预约' }, texts: ['reason'], typed: ['slot', 'seen', 'reason'],
    stranger: { path: `${studentPage(called)}/appointments/library` }, stale: { seen: '99' }, writes: 'appointment.booked' },
  { route: '/work/students/{no}/appointments/{item}/missed', who: 'security', form: async () => ({ path: `${officeBooking}/missed`, fields: { seen: '1' } }), typed: ['seen'], stale: { seen: '99' } },
  { route: '/work/students/{no}/appointments/{item}/cancel', who: 'security', form: onPage(officeBooking, `${officeBooking}/cancel`), fields: { reason: '本人要求' }, texts: ['reason'], typed: ['seen', 'reason'],
    stranger: { path: `${studentPage(called)}/appointments/library/cancel` }, stale: { seen: '99' }, writes: 'appointment.cancelled' },
  { route: '/me/slip', who: 'student', form: async () => ({ path: '/me/slip', fields: {} }), typed: [], empty: 303 },
  { route: '/work/students/{no}/slip', who: 'college', form: async () => ({ path: `${studentPage(one)}/slip`, fields: {} }), typed: [], empty: 303, stranger: { path: `${studentPage(elsewhere)}/slip` } },
  { route: '/work/students/{no}/register', who: 'college', form: item(one), fields: { result: 'refused', remark: '钥匙未还' }, texts: ['remark'],
    typed: ['item', 'result', 'remark', 'seen'], stranger: { path: `${studentPage(elsewhere)}/register` }, stale: { seen: '99' }, writes: 'registration.made' },
  { route: '/work/students/{no}/revoke', who: 'college', form: onPage(studentPage(one), `${studentPage(one)}/revoke`, 'value="college_procedures"'), fields: { reason: '登记错了' }, texts: [],
    typed: ['item', 'reason', 'seen'], stranger: { path: `${studentPage(elsewhere)}/revoke` }, stale: { seen: '99' }, writes: 'registration.revoked' },
  { route: '/work/desk', who: 'college', form: onPage(`/work/desk?item=college_procedures&q=${two.no}`, '/work/desk', 'value="cleared"'), typed: ['item', 'student_no', 'result', 'seen'],
    fields: { remark: '' }, texts: ['remark'], stranger: { fields: { student_no: elsewhere.no } }, stale: { seen: '99' }, writes: 'registration.made' },
  { route: '/work/desk/undo', who: 'college', form: onPage(`/work/desk?item=college_procedures&last=${two.no}`, '/work/desk/undo'), typed: ['item', 'student_no', 'seen'],
    stranger: { fields: { student_no: elsewhere.no } }, stale: { seen: '99' }, writes: 'registration.revoked' },
  { route: '/work/items/{id}/batch', who: 'college', upload: true, form: onPage(batchUrl, batchUrl), fields: { rows: '', result: 'cleared', remark: '' }, texts: ['remark'], typed: ['rows', 'remark', 'result'],
    stranger: { path: '/work/items/library/batch' } },
  { route: '/work/items/{id}/batch/apply', who: 'college', form: async () => ({ path: `${batchUrl}/apply`, fields: { ...await preview('5109990001\n5109990002'), step: 'all' } }), typed: ['ticket', 'step'],
    stranger: { fields: { ticket: 'of somebody else' } }, writes: 'batch.applied' },
  { route: '/work/batches/{number}/undo', who: 'college', form: async () => ({ path: `/work/batches/${made.batch}/undo`, fields: {} }), fields: { reason: '选错了文件' }, texts: ['reason'], typed: ['reason'],
    stranger: { path: '/work/batches/999/undo' }, writes: 'batch.undone' },
  { route: '/work/declarations', who: 'library', form: async () => ({ path: '/work/declarations', fields: { student_no: one.no, fact: 'library.loans', seen: '1', decision: 'reject', reason: '不对' } }), typed: ['student_no', 'fact', 'seen', 'decision', 'reason'] },
  { route: '/work/lists/{id}', who: 'library', upload: true, form: onPage('/work/lists/library_main', '/work/lists/library_main', 'value="preview"'), fields: { rows: `${one.no},,欠书`, step: 'submit' }, typed: ['rows', 'q', 'college', 'class', 'step', 'seen'],
    stranger: { path: '/work/lists/sports' }, stale: { seen: '99' }, writes: 'list.submitted' },
  { route: '/work/unmatched/withdraw', who: 'college', form: onPage('/work/unmatched', '/work/unmatched/withdraw'), fields: () => ({ [made.picks[0]]: 'yes', reason: '录错了' }), texts: ['reason'], typed: ['reason'], writes: 'registration.revoked' },
  { route: '/work/unmatched/move', who: 'college', form: async () => ({ path: '/work/unmatched/move', fields: { which: made.picks[1], to: four.no } }), texts: ['to'], typed: ['which', 'to'],
    stranger: { fields: { to: elsewhere.no } }, writes: 'registration.revoked' },
  { route: '/work/guides/edit', who: 'library', form: onPage(guideUrl, '/work/guides/edit', 'name="place"'), fields: { place: '一楼', hours: '8:00-16:00', contact: '周老师', phone: '63846590', bring: '校园卡', text: '赔偿到二楼', step: 'publish' },
    texts: ['place', 'hours', 'contact', 'phone', 'bring', 'text'], typed: ['item', 'campus', 'place', 'hours', 'contact', 'phone', 'bring', 'text', 'seen', 'step'], stranger: { fields: { item: 'hukou' } }, stale: { seen: '99' }, writes: 'guide.published' },
  { route: '/work/guides/restore', who: 'library', form: onPage('/work/guides/versions?item=library&campus=', '/work/guides/restore'), typed: ['item', 'campus', 'version', 'seen'],
    stranger: { fields: { version: '999' } }, stale: { seen: '99' }, writes: 'guide.published' },
  { route: '/work/guides/withdraw', who: 'library', form: onPage('/work/guides', '/work/guides/withdraw'), typed: ['item', 'campus', 'seen'], stranger: { fields: { item: 'hukou' } }, stale: { seen: '99' }, writes: 'guide.withdrawn' },
  { route: '/work/people', who: 'library', form: onPage('/work/people', '/work/people', 'value="add"'), fields: { login: 'stand-in', name: '何代班', until: '2015-06-30' }, texts: ['name', 'login'], typed: ['login', 'name', 'until', 'step'],
    stranger: { fields: { step: 'disable', login: 'college' } }, writes: 'account.created', answers: 200 },
  { route: '/work/students/{no}/collect', who: 'registrar', form: onPage(studentPage(three), `${studentPage(three)}/collect`, 'value="diploma"'), fields: { recipient: 'proxy', proxy: '李代领', proxy_id: 'passport', letter: 'yes', remark: '本人在外地' },
    texts: ['proxy', 'remark'], typed: ['document', 'recipient', 'proxy', 'proxy_id', 'letter', 'remark'], stranger: { path: `${studentPage(indebted)}/collect` }, writes: 'document.collected' },
  { route: '/work/students/{no}/take-back', who: 'registrar', form: onPage(studentPage(three), `${studentPage(three)}/take-back`, 'value="diploma"'), fields: { reason: '照片有误' }, texts: ['reason'], typed: ['document', 'reason'],
    stranger: { path: `${studentPage(indebted)}/take-back` }, writes: 'document.returned' },
  { route: '/certificates/{document}/print-batches/make', who: 'career', form: onPage(`${printing}?cut_off=2015-06-24&grouped_by=college`, `${printing}/make`), typed: ['cut_off', 'grouped_by', 'expected'],
    stranger: { path: '/certificates/diploma/print-batches/make' }, stale: { expected: '1' }, writes: 'print_batch.made' },
  { route: '/roster/preview', who: 'registrar', upload: true, form: onPage('/roster', '/roster/preview'), typed: [] },
  { route: '/roster/report', who: 'registrar', form: async () => ({ path: '/roster/report', fields: { ticket: await rosterTicket(roster({ 毕业: '毕业' })) } }), typed: ['ticket', 'reason'], stranger: { fields: { ticket: 'of somebody else' } }, answers: 200 },
  { route: '/roster/commit', who: 'registrar', form: async () => ({ path: '/roster/commit', fields: { ticket: await rosterTicket(roster({ [`${one.no},${one.name}`]: `${one.no},${one.name}霖` })), reason: '' } }), typed: ['ticket', 'reason'],
    stranger: { fields: { ticket: 'of somebody else' } }, writes: 'roster.imported' },
  { route: '/roster/final', who: 'registrar', form: onPage('/roster', '/roster/final'), fields: { confirm: 'yes' }, typed: ['confirm', 'seen'], stale: { seen: '1' }, writes: 'roster.declared_final' },
  { route: '/admin/accounts', who: 'admin', form: onPage('/admin/accounts', '/admin/accounts', 'value="add"'), fields: { login: 'party', name: '组织部老师', role: 'staff', department: 'party' }, texts: ['login', 'name'],
    typed: ['login', 'name', 'role', 'department', 'scope', 'student_no', 'until', 'step'], stranger: { fields: { step: 'disable', login: 'nobody' } }, writes: 'account.created', answers: 200 },
  { route: '/api/edition/check', who: 'admin', upload: true, form: async (person) => ({ path: '/api/edition/check', fields: { draft: (await draftOf(['', ''])(person)).fields.draft } }), typed: ['draft'], answers: 200 },
  { route: '/admin/edition/draft', who: 'admin', upload: true, form: draftOf(['edition: 2015', 'edition: 2015 ']), typed: ['draft', 'name', 'text', 'new_name', 'step'], answers: 200 },
  { route: '/admin/edition/activate', who: 'admin', form: async (person) => {
    const { path, fields } = await draftOf(['毕业典礼,', '毕业典礼（礼堂）,'])(person);
    const page = await person.send({ action: path, fields, file: true });
    return { path: '/admin/edition/activate', fields: page.form('/admin/edition/activate').fields };
  }, typed: ['ticket'], stranger: { fields: { ticket: 'of somebody else' } }, writes: 'edition.activated' },
  { route: '/admin/versions/restore', who: 'admin', form: async () => ({ path: '/admin/versions/restore', fields: { id: '1' } }), typed: ['id'], stranger: { fields: { id: '999' } }, answers: 200 },
  { route: '/account/mail', who: 'spare', form: async () => ({ path: '/account/mail', fields: { address: 'spare@example.org', language: 'zh', 'want:news': 'yes' } }), typed: ['address', 'language', 'want:news'] },
  { route: '/account/mail/forget', who: 'spare', form: async () => ({ path: '/account/mail/forget', fields: {} }), typed: [], empty: 303 },
  { route: '/mail/confirm/{token}', who: null, form: async () => ({ path: '/mail/confirm/unknown', fields: {} }), typed: [] },
  { route: '/mail/leave/{token}', who: null, form: async () => ({ path: '/mail/leave/unknown', fields: {} }), typed: [] },
  { route: '/admin/mail/retry', who: 'admin', form: async () => ({ path: '/admin/mail/retry', fields: { id: '1' } }), typed: ['id'] },
  { route: '/me/recheck', who: 'student', form: async () => ({ path: '/me/recheck', fields: {} }), typed: [], empty: 303 },
  { route: '/work/students/{no}/recheck', who: 'college', form: async () => ({ path: `${studentPage(one)}/recheck`, fields: {} }), typed: [], empty: 303, stranger: { path: `${studentPage(elsewhere)}/recheck` } },
  { route: '/admin/outgoing/{name}/retry', who: 'admin', form: async () => ({ path: '/admin/outgoing/nothing/retry', fields: {} }), typed: [] },
  { route: '/admin/connectors/{name}/pause', who: 'admin', form: onPage('/admin/connectors/library', '/admin/connectors/library/pause'), typed: ['paused'], stranger: { path: '/admin/connectors/nothing/pause' }, writes: 'connector.paused' },
  { route: '/admin/connectors/{name}/poll', who: 'admin', form: async () => ({ path: '/admin/connectors/finance/poll', fields: {} }), typed: [], empty: 303, stranger: { path: '/admin/connectors/nothing/poll' } },
  { route: '/admin/connectors/{name}/release', who: 'admin', form: async () => ({ path: '/admin/connectors/finance/release', fields: { ticket: '1' } }), typed: ['ticket'] },
  { route: '/admin/connectors/{name}/discard', who: 'admin', form: async () => ({ path: '/admin/connectors/finance/discard', fields: { ticket: '1' } }), typed: ['ticket'] },
  { route: '/admin/connectors/{name}/try', who: 'admin', form: onPage('/admin/connectors/finance', '/admin/connectors/finance/try'), fields: { student_no: one.no }, texts: ['student_no'], typed: ['student_no'], stranger: { path: '/admin/connectors/nothing/try' }, answers: 200 },
  { route: '/sign-out', who: 'spare', form: async () => ({ path: '/sign-out', fields: {} }), typed: [], empty: 303 },
  { route: '/admin/go-live', who: 'admin', form: onPage('/admin/go-live?step=confirm', '/admin/go-live'), fields: { edition: '2014' }, texts: ['edition'], typed: ['edition'] },
];

before(async () => {
  await house.build(sources);
  await house.open('2015-06-24T09:00');
  house.addAccount('admin', '--role', 'admin');
  for (const office of ['registrar', 'library', 'career', 'security']) house.addAccount(office, '--role', 'staff', '--department', office);
  house.addAccount('college', '--role', 'staff', '--department', 'college', '--scope', '护理学院');
  house.addAccount('spare', '--role', 'auditor');
  await prepare();
});
after(() => house.tearDown());

// What the forms are about, made through other forms and the command line.
async function prepare() {
  write(house.data, { 'registrar.csv': rosterOf('registrar'), 'counted.csv': counted, 'careers.csv': careers });
  house.run('import', 'roster', join(house.data, 'registrar.csv'));
  for (const facts of ['counted', 'careers']) house.run('import', 'facts', join(house.data, `${facts}.csv`));
  for (const list of ['equipment', 'sports', 'hukou_huaping', 'library_main']) {
    write(house.data, { [`${list}.csv`]: `学号\n${elsewhere.no}\n` });
    house.run('import', 'list', join(house.data, `${list}.csv`), '--list', list);
  }
  house.addAccount('student', '--role', 'student', '--student', two.no);
  for (const [login, each] of [['booker', booker], ['called', called]]) house.addAccount(login, '--role', 'student', '--student', each.no);
  const college = await house.as('college');
  const registers = async (each, item) => {
    const answer = await post(college, `${studentPage(each)}/register`, { item, result: 'cleared', remark: '', until: '', condition: '', amount: '', seen: '0' });
    assert.equal(answer.status, 303, `${item} of ${each.no}: ${answer.text}`);
  };
  await registers(three, 'college_procedures');
  for (const each of [four, booker]) await registers(each, 'college_procedures');
  imports(called, ['college_procedures']);
  await house.polled();
  made.batch = await applied(`${four.no}`);
  await applied('5109990003\n5109990004');
  made.picks = [...(await college.get('/work/unmatched')).text.matchAll(/name="(pick:[^"]+)"/g)].map(([, name]) => plain(name));
  await clears(three);
  await post(await house.as('admin'), '/admin/accounts', { step: 'head', login: 'library' });
  const library = await house.as('library');
  for (const place of ['二楼', '三楼']) {
    const form = (await library.get(guideUrl)).form('/work/guides/edit', 'name="place"');
    const done = await library.send(form, { place, hours: '8:00-16:00', contact: '周老师', phone: '63846590', bring: '校园卡', text: '', step: 'publish' });
    assert.equal(done.status, 200, done.words);
  }
}

// Everything that still stands between a student and the diploma.
async function clears(student) {
  const { items } = await (await house.as('admin')).json(`/api/students/${student.no}`);
  imports(student, items.filter(({ status }) => status !== 'cleared').map(({ id }) => id));
}
function imports(student, items) {
  write(house.data, { 'rest.csv': `student_no,item,result,at\n${items.map((id) => `${student.no},${id},cleared,2015-06-23T10:00:00+08:00`).join('\n')}\n` });
  house.run('import', 'registrations', join(house.data, 'rest.csv'));
}

const revision = async (each, id) => (await (await house.as('college')).json(`/api/students/${each.no}`)).items.find((item) => item.id === id).revision;
const entries = async (kind) => (kind ? (await (await house.as('admin')).json(`/api/journal?kind=${kind}`)).length : 0);
const says = ({ text }) => /role="alert"|class="(field__problem|error__status)|"reason":/.test(text);
const person = (who) => (who ? house.as(who) : house.visitor());
const shown = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

async function filledIn(each) {
  const sender = await person(each.who);
  const { path, fields } = await each.form(sender);
  return { sender, path, fields: { ...fields, ...(typeof each.fields === 'function' ? each.fields() : each.fields) }, file: each.upload ? null : undefined };
}

// Refused with words: neither done nor broken.
function refused(answer, about) {
  assert.ok(answer.status >= 400 && answer.status < 500, `${about}: ${answer.status}`);
  assert.ok(says(answer), `${about}: says nothing: ${answer.text.slice(0, 300)}`);
}

test('every form of the route table is here', () => {
  const source = readFileSync(join(root, 'web/routes.cpp'), 'utf8');
  const routes = [...source.matchAll(/\bpost\("([^"]+)"/g)].map(([, route]) => route);
  assert.ok(routes.length > 30, 'the table is read');
  assert.deepEqual(forms.map(({ route }) => route).sort(), routes.sort());
});

describe('files', () => {
  const takers = [['college', batchUrl, { rows: '', result: 'cleared', remark: '' }], ['library', '/work/lists/library_main', { rows: '', step: 'preview', seen: '0' }], ['registrar', '/roster/preview', {}]];
  const none = { 'nothing': '', 'a picture': Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'half an XLSX': 'PK\u0003\u0004 and no more', 'an old XLS': Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'zeroes': Buffer.alloc(1000), 'no encoding there is': Buffer.from([0xff, 0xfe, 0xfd, 10, 0x80]) };
  for (const [who, path, fields] of takers) {
    for (const [what, content] of Object.entries(none)) test(`${path}: ${what}`, async () => {
      refused(await post(await house.as(who), path, fields, { file: { name: 'a.csv', content } }), what);
    });
  }

  test('GBK is read, and so is a file that came without a name', async () => {
    const gbk = Buffer.from([0xd1, 0xa7, 0xba, 0xc5, 0x2c, 0xb1, 0xb8, 0xd7, 0xa2, 10, ...Buffer.from(`${two.no},`), 0xc7, 0xb7, 0xca, 0xe9, 10]);  // 学号,备注 … 欠书
    for (const name of ['gbk.csv', undefined]) {
      const answer = await post(await house.as('library'), '/work/lists/library_main', { ...(await (await house.as('library')).get('/work/lists/library_main')).form('/work/lists/library_main', 'value="preview"').fields, rows: '', step: 'preview' }, { file: { name, content: gbk } });
      assert.equal(answer.status, 200, answer.text);
      assert.ok(answer.text.includes(two.no) && answer.text.includes('欠书'));
    }
  });
});

test('a remark about what is clear already is not dropped without a word', async () => {
  const answer = await post(await house.as('college'), `${studentPage(three)}/register`, { ...(await filledIn(forms.find(({ route }) => route === '/work/students/{no}/register'))).fields, result: 'cleared', remark: '又来了', seen: await revision(three, 'college_procedures') });
  refused(answer, 'a remark more');
  assert.ok(answer.text.includes('又来了'));
});

for (const each of forms) {
  describe(each.route, () => {
    test('with nothing in it', async () => {
      const before = await entries(each.writes);
      const { sender, path, file } = await filledIn(each);
      const answer = await post(sender, path, {}, { file });
      if (!each.empty) refused(answer, 'nothing');
      else assert.equal(answer.status, each.empty);
      assert.equal(await entries(each.writes), before, 'nothing is written');
      assert.equal((await post(sender, path, { csrf: 'of another' }, { file })).status, 403, 'another page cannot send it');
    });

    test('with too much in it', async () => {
      const before = await entries(each.writes);
      const { sender, path, fields, file } = await filledIn(each);
      for (const name of each.texts ?? []) {
        const long = '长'.repeat(5000);
        const answer = await post(sender, path, { ...fields, [name]: long }, { file });
        refused(answer, name);
        assert.ok(answer.text.includes(long), `${name} is still there`);
        for (const other of each.texts) if (other !== name && fields[other]) assert.ok(answer.text.includes(shown(fields[other])), `${other} is still there`);
      }
      for (const name of each.typed) assert.ok((await post(sender, path, { ...fields, [name]: 'x'.repeat(kTooMuch[file === null ? 'file' : 'form']) }, { file })).status === 413, name);
      assert.equal(await entries(each.writes), before, 'nothing is written');
    });

    test('with bytes that are no text', async () => {
      const before = await entries(each.writes);
      const { sender, path, fields } = await filledIn(each);
      const csrf = await sender.token();
      for (const name of each.typed) {
        for (const bytes of ['%FF%FE', 'a%00b', '%B1%CF%D2%B5', '%ED%A0%80']) {
          const rest = new URLSearchParams({ csrf, ...fields });
          rest.delete(name);
          const answer = await sender.request('POST', path, `${rest}&${encodeURIComponent(name)}=${bytes}`, { 'content-type': 'application/x-www-form-urlencoded' });
          refused({ status: answer.status, text: await answer.text() }, `${name}=${bytes}`);
        }
      }
      assert.equal(await entries(each.writes), before, 'nothing is written');
    });

    if (each.stranger) test('about what is somebody else\'s', async () => {
      const before = await entries(each.writes);
      const { sender, path, fields, file } = await filledIn(each);
      refused(await post(sender, each.stranger.path ?? path, { ...fields, ...each.stranger.fields }, { file }), 'not theirs');
      assert.equal(await entries(each.writes), before, 'nothing is written');
    });

    if (each.stale) test('from a page that is out of date', async () => {
      const before = await entries(each.writes);
      const { sender, path, fields, file } = await filledIn(each);
      const answer = await post(sender, path, { ...fields, ...each.stale }, { file });
      assert.equal(answer.status, 409, answer.text.slice(0, 500));
      assert.ok(says(answer));
      for (const name of each.texts ?? []) if (fields[name]) assert.ok(answer.text.includes(shown(fields[name])), `${name} is still there`);
      assert.equal(await entries(each.writes), before, 'nothing is written');
    });

    test('sent twice at once', async () => {
      const before = await entries(each.writes);
      const { sender, path, fields, file } = await filledIn(each);
      const answers = await Promise.all([1, 2].map(() => post(sender, path, fields, { file })));
      const done = each.answers ?? 303;
      if (each.writes) assert.ok(answers.some(({ status }) => status === done), answers.map(({ status, text }) => `${status} ${text.slice(0, 2000)}`).join('\n'));
      for (const answer of answers) if (answer.status !== done) refused(answer, 'twice');
      assert.equal(await entries(each.writes), before + (each.writes ? 1 : 0), 'written once');
    });
  });
}
