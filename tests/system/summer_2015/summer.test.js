// The summer of 2015 as the plan has it, from the trial to the last day of August, played through the real program over
// HTTP. The clock stands on the day that each test names; who acts is who the plan says.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { MailServer } from '../mail_server.js';
import { write } from '../program.js';
import { House } from './house.js';
import { collegeOffice, concerns, leagueOffice, Ledger } from './ledger.js';
import { Offices } from './offices.js';
import { at, careers, counted, lists, rosterOf, sources, students } from './students.js';

const house = new House();
const ledger = new Ledger();
const offices = new Offices(house, ledger);

before(async () => {
  house.mail = await new MailServer().start();
  await house.build(sources);
});
after(() => house.tearDown());

const concerned = (item) => students.filter(concerns[item]);
const groupBy = (some, key) => Map.groupBy ? Map.groupBy(some, key) : some.reduce((map, each) => map.set(key(each), [...(map.get(key(each)) ?? []), each]), new Map());
const late = at(14);      // whose college is late
const debtor = at(12);    // who never pays
const reader = at(5);     // who wants letters

test('1 June: the trial is opened, the offices get their accounts', async () => {
  await house.open('2015-06-01T09:00');
  house.addAccount('admin', '--role', 'admin');
  house.addAccount('auditor', '--role', 'auditor');
  for (const office of ['registrar', 'graduate_school', 'finance', 'library', 'housing', 'security', 'student_office', 'archive',
    'party', 'league', 'career', 'card', 'equipment', 'sports'])
    house.addAccount(office, '--role', 'staff', '--department', office);
  house.run('user', 'head', 'security');
  for (const each of new Map(students.map((each) => [each.college, each])).values())
    for (const department of ['college', 'training_unit'])
      house.addAccount(`${department}.${each.collegeShort}`, '--role', 'staff', '--department', department, '--scope', each.college);
  for (const classCode of new Set(students.map((each) => each.classCode)))
    house.addAccount(`branch.${classCode}`, '--role', 'staff', '--department', 'branch', '--scope', classCode);
  assert.match((await house.visitor().get('/')).words, /2015届毕业生离校/);
});

test('2 June: the offices try it out on some students', async () => {
  await house.open('2015-06-02T10:00');
  const [header, ...rows] = rosterOf('registrar').split('\n');
  const page = await offices.importsRoster('registrar', [header, ...rows.slice(0, 6), ''].join('\n'));
  assert.equal(page.status, 200, page.words);
  await offices.registers(`college.${at(4).collegeShort}`, at(4), 'college_procedures', { result: 'refused', remark: '试一试' }).catch((error) => assert.match(error.message, /8|开始/));
  const counts = await (await house.as('admin')).json('/api/counts');
  assert.equal(counts.students, 6);
  assert.match((await house.visitor().get('/')).words, /试运行/, 'every page says that it is a trial');
});

test('8 June, before the offices open: the admin ends the trial, and nothing of it is left', async () => {
  await house.open('2015-06-08T07:00');
  const admin = await house.as('admin');
  const asked = await admin.get('/admin/go-live?step=confirm');
  const wrong = await admin.send(asked.form('/admin/go-live'), { edition: '2014' });
  assert.equal(wrong.status, 422, 'the wrong edition ends nothing');
  await admin.send(asked.form('/admin/go-live'), { edition: '2015' });
  ledger.acts.length = 0;

  await house.open('2015-06-08T08:00');  // everybody was signed out
  const counts = await (await house.as('admin')).json('/api/counts');
  assert.equal(counts.students, 0);
  assert.doesNotMatch((await house.visitor().get('/')).words, /试运行/);
  const journal = await (await house.as('admin')).json('/api/journal');
  assert.ok(!JSON.stringify(journal).includes(at(1).no), 'no student of the trial is in the journal');
  assert.ok(readdirSync(house.data).some((name) => /^trial-2015.*\.db$/.test(name)), 'the record of the trial is kept aside');
});

test('8 June: colleges, branches, organisations and the archive register before there is a roster', async () => {
  await house.open('2015-06-08T09:00');
  const ready = concerned('college_procedures').filter((each) => each !== late);
  for (const [college, some] of groupBy(ready, (each) => `${collegeOffice(each)}.${each.collegeShort}`))
    await offices.registersMany(college, 'college_procedures', some);
  for (const [branch, some] of groupBy(concerned('league'), (each) => (leagueOffice(each) === 'branch' ? `branch.${each.classCode}` : 'league')))
    await offices.registersMany(branch, 'league', some);
  await offices.registersMany('party', 'party', concerned('party'), '网上转接');
  await offices.registersMany('archive', 'thesis_archive', concerned('thesis_archive'));
  const stranger = { no: '5100999999', name: '查无此人' };
  await offices.registersMany('party', 'party', [stranger]);
  for (const item of ['college_procedures', 'league', 'party', 'thesis_archive'])
    for (const each of concerned(item)) if (item !== 'college_procedures' || each !== late) ledger.settled(item, each);
});

test('15 June: both providers import their part of the roster; a bad row stops the whole file', async () => {
  await house.open('2015-06-15T09:00');
  const whole = rosterOf('registrar');
  const cut = whole.slice(0, whole.indexOf(at(30).no) + 20) + '\n';
  const refused = await offices.importsRoster('registrar', cut);
  assert.match(refused.words, /第 31 行/, 'the bad row is named');
  assert.equal((await (await house.as('admin')).json('/api/counts')).students, 0, 'and nothing was imported');

  assert.equal((await offices.importsRoster('registrar', whole)).status, 200);
  const others = await offices.importsRoster('graduate_school', whole);
  assert.match(others.words, /教务处/, 'a provider cannot touch the students of the other');
  assert.equal((await offices.importsRoster('graduate_school', rosterOf('graduate_school'))).status, 200);
  assert.equal((await (await house.as('admin')).json('/api/counts')).students, students.length);

  // What was counted once by its office; registered for employment up to 13 June.
  write(house.data, { 'counted.csv': counted, 'careers.csv': careers });
  house.run('import', 'facts', `${house.data}/counted.csv`);
  house.run('import', 'facts', `${house.data}/careers.csv`);
  assert.equal(await offices.statusOf(at(1), 'college_procedures'), 'cleared', 'what was registered before counts now');
});

test('15 June: the roster is final; a later change needs a reason and is marked', async () => {
  for (const provider of ['registrar', 'graduate_school']) {
    const office = await house.as(provider);
    const done = await office.send((await office.get('/roster')).form('/roster/final'), { confirm: 'yes' });
    assert.equal(done.status, 200, done.words);
  }
  await house.open('2015-06-16T09:00');
  const corrected = rosterOf('registrar').replace(`${at(20).no},${at(20).name}`, `${at(20).no},${at(20).name}霖`);
  assert.equal((await offices.importsRoster('registrar', corrected)).status, 422, 'without a reason it is refused');
  assert.equal((await offices.importsRoster('registrar', corrected, { reason: '姓名录入有误' })).status, 200);
  assert.match((await (await house.as('registrar')).get('/roster')).words, /姓名录入有误/);
});

test('16 to 18 June: the exception lists are submitted; until then nobody is cleared by them', async () => {
  assert.equal(await offices.statusOf(at(1), 'equipment'), 'waiting');
  await offices.submitsList('equipment', 'equipment', lists.equipment);
  await offices.submitsList('sports', 'sports', lists.sports);
  await offices.submitsList('security', 'hukou_huaping', lists.hukou_huaping);
  await house.open('2015-06-19T09:00');
  const due = (await (await house.as('admin')).json('/api/lists')).filter((each) => each.late).map(({ id }) => id);
  assert.deepEqual(due, ['library_main'], 'the admin sees who is late');
  await offices.submitsList('library', 'library_main', lists.library_main);
  assert.equal(await offices.statusOf(at(1), 'equipment'), 'cleared');
  assert.equal(await offices.statusOf(at(9), 'equipment'), 'action_required');
});

test('18 June: the offices publish their guides, and students see them at once', async () => {
  const office = await house.as('security');
  const form = (await office.get('/work/guides/edit')).form('/work/guides/edit');
  const done = await office.send(form, { item: 'hukou', place: '新教楼 104 室', hours: '8:30-11:00', contact: '王老师', phone: '63846590', bring: '身份证', step: 'publish' });
  assert.equal(done.status, 200, done.words);
  assert.match((await house.visitor().get('/guides')).words, /新教楼 104 室/);
});

test('18 June: who still has books asks for letters, and nothing is sent to an address that nobody confirmed', async () => {
  house.addAccount(reader.no, '--role', 'student', '--student', reader.no);
  const student = await house.as(reader.no);
  const saved = await student.send((await student.get('/account')).form('/account/mail'), { address: 'reader@example.edu', language: 'zh', 'want:tasks': 'yes', 'want:documents': 'yes' });
  assert.match(saved.words, /已保存/);
  const [letter] = await house.mail.come(1);
  const visitor = house.visitor();
  const door = await visitor.get(new URL(letter.text.match(/http\S+\/mail\/confirm\/\S+/)[0]).pathname);
  const done = await visitor.send(door.forms.find((form) => form.action.startsWith('/mail/confirm/')));
  assert.match(done.words, /邮箱已确认/);
});

test('19 June: who moves their household books a time, moves it, or thinks better of it', async () => {
  const some = concerned('hukou').slice(0, 3);
  for (const each of some) house.addAccount(each.no, '--role', 'student', '--student', each.no);
  const page = '/me/appointments/hukou';
  const slotOn = (shown, day) => shown.text.match(new RegExp(`<legend>${day}[\\s\\S]*?name="slot" value="(\\d+)"`))[1];
  for (const [i, each] of some.entries()) {
    const student = await house.as(each.no);
    const form = (shown) => shown.form(page, 'name="slot"');
    const offered = await student.get(page);
    const booked = await student.send(form(offered), { slot: slotOn(offered, '6月22日') });
    assert.match(booked.words, /6月22日/);
    ledger.did('appointment.booked', each.no, each, 'hukou');
    if (i === 1) {
      const moved = await student.send(form(booked), { slot: slotOn(booked, '6月23日') });
      assert.match(moved.words, /6月23日/);
      ledger.did('appointment.moved', each.no, each, 'hukou');
    }
    if (i === 2) {
      await student.send(booked.form(`${page}/cancel`));
      ledger.did('appointment.cancelled', each.no, each, 'hukou');
    }
  }
  assert.match(await (await (await house.as(some[0].no)).read(`${page}.ics`)).text(), /DTSTART[^\n]*20150622T/);
});

test('22 June: the list of the day; the head of the security office brings a stand-in for the on-site days', async () => {
  await house.open('2015-06-22T08:00');
  const [first, second] = concerned('hukou');
  assert.deepEqual(await offices.appointmentsOf('security', 'hukou', '2015-06-22'), [first.no]);
  assert.deepEqual(await offices.appointmentsOf('security', 'hukou', '2015-06-23'), [second.no]);
  await offices.clearsAtDesk('security', first, 'hukou');
  ledger.settled('hukou', first);
  await house.welcome('security.stand-in', await offices.addsStandIn('security', 'security.stand-in', '2015-06-24'));
});

test('23 June: on-site days; sources change, desks clear', async () => {
  await house.open('2015-06-23T08:30');
  for (const each of [at(2), at(3)]) await house.pays(each);
  for (const each of [at(5), at(6), at(50)]) await house.returnsBooks(each);
  for (const each of [at(7), at(8)]) await house.checksOut(each);
  await house.polled();
  for (const each of [at(2), at(3)]) ledger.settled('finance', each);
  for (const each of [at(3), at(7), at(8)]) ledger.settled('housing', each);
  for (const each of [at(5), at(6), at(50)]) ledger.settled('library', each);
  assert.equal(await offices.statusOf(at(2), 'finance'), 'cleared');
  assert.equal(await offices.statusOf(debtor, 'finance'), 'action_required');

  for (const [login, item] of [['security.stand-in', 'hukou'], ['security', 'hukou_huaping'], ['student_office', 'loan_confirmation'], ['equipment', 'equipment'], ['library', 'library_main']])
    for (const each of item in lists ? lists[item].map(([listed]) => listed).filter(concerns[item]) : concerned(item)) {
      if (item === 'hukou' && (each === late || !ledger.isOpen(item, each))) continue;  // the late one comes after the college
      await offices.clearsAtDesk(login, each, item);
      ledger.settled(item, each);
    }
});

test('24 June: a wrong registration is taken back, and the record keeps both', async () => {
  await house.open('2015-06-24T09:00');
  await house.polled();
  await offices.registers('card', at(16), 'campus_card');
  await offices.revokes('card', at(16), 'campus_card', '登记错人');
  await offices.registers('card', at(17), 'campus_card');
  ledger.settled('campus_card', at(17));
  const view = await (await house.as('admin')).get(`/admin/journal?student_no=${at(16).no}&item=campus_card`);
  assert.match(view.words, /登记错人/);
});

test('25 June: certificates are handed out; what is open withholds them', async () => {
  await house.open('2015-06-25T09:00');
  await house.polled();
  const letter = (await house.mail.come(2))[1];
  assert.deepEqual([letter.subject, letter.to_address], ['有证书可以领取了', 'reader@example.edu']);
  assert.ok(!letter.text.replaceAll(/http\S+/g, '').includes(reader.no) && !letter.text.includes(reader.name), 'a letter names nobody');
  const finalDocument = (each) => (each.reason === '毕业' ? 'diploma' : each.reason === '结业' ? 'completion_certificate' : 'leaving_certificate');
  for (const each of students) {
    const document = finalDocument(each);
    const withheld = [debtor, late].includes(each);
    assert.equal(await offices.statusOf(each, document), withheld ? 'withheld' : 'released', `${each.no} ${document}`);
    if (withheld) continue;
    const proxy = each === at(19) ? { recipient: 'proxy', proxy: '王小明', proxy_id: 'resident_id', letter: 'yes' } : {};
    const done = await offices.handsOver(each.provider, each, document, proxy);
    assert.equal(done.status, 200, done.words);
  }
});

test('25 June: the time of the stand-in is over', async () => {
  await assert.rejects(house.as('security.stand-in'), /cannot sign in/);
});

test('26 June: the employment cards are printed, in one batch by college', async () => {
  await house.open('2015-06-26T08:00');
  const lines = await offices.printsBatch('career', 'employment_card', '2015-06-15');
  const printed = lines.map((line) => line.match(/\d{10}/)[0]).sort();
  assert.deepEqual(printed, students.filter(({ reason, career }) => reason === '毕业' && career).map(({ no }) => no).sort());
});

test('26 June: employment cards are handed out to those who registered by 13 June', async () => {
  await house.open('2015-06-26T09:00');
  await house.polled();
  for (const each of students.filter(({ reason }) => reason === '毕业')) {
    const may = each.career && ![debtor, late].includes(each);
    assert.equal(await offices.statusOf(each, 'employment_card'), may ? 'released' : 'withheld', each.no);
    if (may) await offices.handsOver('career', each, 'employment_card');
  }
  const twice = await offices.handsOver('career', at(1), 'employment_card').catch((error) => error);
  assert.ok(twice instanceof assert.AssertionError, 'there is no form to hand it over a second time');
});

test('9 July: the late student is cleared by the college and gets the diploma', async () => {
  await house.open('2015-07-09T09:00');
  await house.polled();
  const college = `${collegeOffice(late)}.${late.collegeShort}`;
  await offices.registers(college, late, 'college_procedures', { remark: '钥匙已补交' });
  ledger.settled('college_procedures', late);
  if (concerns.hukou(late)) {
    await offices.registers('security', late, 'hukou');
    ledger.settled('hukou', late);
  }
  const done = await offices.handsOver(late.provider, late, 'diploma');
  assert.equal(done.status, 200, done.words);
});

test('10 July: the personal files are complete', async () => {
  await house.open('2015-07-10T09:00');
  for (const [office, some] of groupBy(concerned('personal_file'), (each) => `${collegeOffice(each)}.${each.collegeShort}`))
    await offices.registersMany(office, 'personal_file', some);
  for (const each of concerned('personal_file')) ledger.settled('personal_file', each);
});

test('10 July: a clearance slip is valid as long as its student is cleared', async () => {
  await house.polled();
  const each = at(13);
  house.addAccount(each.no, '--role', 'student', '--student', each.no);
  const student = await house.as(each.no);
  await student.send((await student.get('/me/slip')).form('/me/slip'));
  const { code } = await student.json('/api/me/slip');
  ledger.did('slip.issued', each.no, each, '');
  assert.equal((await student.bytes('/me/slip.pdf')).subarray(0, 5).toString(), '%PDF-');
  const valid = async () => (await house.visitor().json(`/api/slip/${code}`)).valid;
  assert.equal(await valid(), true);
  const checked = await house.visitor().get(`/slip/${code}`);
  assert.ok(!checked.words.includes(each.no) && !checked.words.includes(each.name), 'whose it is stays unsaid');

  const college = `${collegeOffice(each)}.${each.collegeShort}`;
  const refused = await offices.revokes(college, each, 'college_procedures', '漏交钥匙').catch((error) => error);
  assert.ok(refused instanceof assert.AssertionError, 'not while the student holds the diploma');
  await offices.takesBack(each.provider, each, 'diploma', '学院要求更正');
  await offices.revokes(college, each, 'college_procedures', '漏交钥匙');
  ledger.reopened('college_procedures', each);
  assert.equal(await valid(), false);

  await offices.registers(college, each, 'college_procedures', { remark: '钥匙已交' });
  ledger.settled('college_procedures', each);
  await offices.handsOver(each.provider, each, 'diploma');
});

test('13 July: who is in no batch fetches a slip for printing the card', async () => {
  await house.open('2015-07-13T09:00');
  await house.polled();
  const alone = students.filter((each) => each.reason === '毕业' && !each.career);
  for (const each of alone) {
    assert.equal(await offices.statusOf(each, 'employment_card'), 'not_applicable');
    await offices.handsOver('career', each, 'employment_slip');
  }
});

test('31 August: the statistics, the hand-outs and the record say what was done, and nothing else', async () => {
  await house.open('2015-08-31T09:00');
  await house.polled();
  const admin = await house.as('admin');
  const counts = await admin.json('/api/counts');
  for (const { id, by_status: told } of counts.items) {
    const open = told.waiting + told.action_required + told.deferred;
    assert.deepEqual({ cleared: told.cleared, open, not_applicable: told.not_applicable }, ledger.totals(id), id);
  }
  assert.deepEqual(counts.items.map(({ id }) => id).sort(), Object.keys(concerns).sort());
  for (const { id, by_status: told } of counts.documents)
    assert.equal(told.collected, ledger.handedOut.filter(([document]) => document === id).length, id);

  const kinds = [...new Set(ledger.acts.map(([kind]) => kind))];
  for (const kind of kinds) {
    const told = [];
    for (let before = 0; ;) {
      const lines = await admin.json(`/api/journal?kind=${kind}${before ? `&before=${before}` : ''}`);
      if (lines.length === 0) break;
      told.push(...lines.map((line) => [line.kind, line.actor, line.student_no, line.item]));
      before = lines.at(-1).seq;
    }
    assert.deepEqual(told.reverse(), ledger.acts.filter((act) => act[0] === kind), `the record of ${kind}`);
  }
  assert.equal(house.mail.letters.length, 2, 'one letter to confirm, one when the diploma was ready');
  assert.match(house.run('verify'), /the chain is whole/);
});
