// Makes what the pages need to be worth looking at: each thing through the form that people use for it.
import assert from 'node:assert/strict';
import { Person } from '../system/person.js';

const kPassword = 'a phrase long enough';
const kRosterHeader = '学号,姓名,身份证号,隶属院系,班级代码,学历,毕业年度,离校原因,学生类别';

// A number by GB 11643 with the check digit that fits.
export function nationalId(n) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const body = `3101041992${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}${String(100 + n)}`;
  return body + '10X98765432'[[...body].reduce((sum, digit, at) => sum + Number(digit) * weights[at], 0) % 11];
}

export const rosterRow = (each, changes = {}) => {
  const { student_no, name, id = '', college, class_code, reason = '毕业' } = { ...each, ...changes };
  return [student_no, name, id, college, class_code, '本科', '2015', reason, 'undergraduate'].join(',');
};
export const rosterFile = (rows) => ({ name: '名单.csv', content: `${[kRosterHeader, ...rows].join('\n')}\n` });

// A roster in which every kind of row is found: one as it is, one changed, a new one, and three with faults.
export const mixedRoster = ([same, changed, other]) => rosterFile([
  rosterRow(same), rosterRow(changed, { name: `${changed.name.slice(0, 1)}　${changed.name.slice(1)}`, reason: '结业' }),
  rosterRow(other, { student_no: '５１００９９０００１', name: '欧阳新', id: nationalId(31) }),
  rosterRow(other, { student_no: '5100990002', name: '钱重', id: nationalId(31) }),
  rosterRow(other, { student_no: '5100990003', name: '孙错', id: '110105194912310021' }),
  rosterRow(other, { student_no: '5100990001', name: '欧阳新', id: nationalId(31) }),
  '1120990004,李硕士,,药学院,1209901,硕士研究生,2015,毕业,postgraduate', ',赵无号,,药学院,1209901,本科,2015,毕业,undergraduate',
]);

export class Offices {
  #people = new Map();

  constructor(demonstration) {
    this.demonstration = demonstration;
  }

  async as(login, password = this.demonstration.password(login)) {
    if (!this.#people.has(login)) this.#people.set(login, await new Person({ address: this.demonstration.address }, login).signIn(password));
    return this.#people.get(login);
  }

  // Students as the lists show them: { student_no, name, college, class_code, … }.
  async students(query) {
    return (await (await this.as('admin')).json(`/api/students?${new URLSearchParams(query)}`)).students;
  }

  // The same once the sources were asked for the first time, and there are some.
  async untilEnough(query) {
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const found = await this.students(query);
      if (found.length >= 10) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`nobody comes for ${JSON.stringify(query)}`);
  }

  // Fills in the form on a page that goes to `action` and holds a text; what must come is a page that is well.
  async fills(login, path, action, holds, fields, file) {
    const office = await this.as(login);
    const page = await office.send((await office.get(path)).form(action, holds), fields, file);
    assert.ok(page.status === 200, `${login} at ${path}: ${page.status} ${page.words.slice(0, 400)}`);
    return page;
  }

  // A new account that has chosen its password, known to the demonstration like the others.
  async addPerson(head, path, fields) {
    const page = await this.fills(head, path, path, 'value="add"', { ...fields, step: 'add' });
    const initial = page.text.match(/class="mono given">([^<]+)</)[1];
    this.demonstration.know(fields.login, initial);
    return initial;
  }
  async choosesPassword(login) {
    const initial = this.demonstration.password(login);
    const person = new Person({ address: this.demonstration.address }, login);
    const door = await person.get('/sign-in');
    const account = await person.send(door.form('/sign-in'), { login, password: initial });
    await person.send(account.form('/account'), { old: initial, new: kPassword, again: kPassword });
    this.demonstration.know(login, kPassword);
  }

  async registersMany(login, item, rows, fields = {}) {
    const url = `/work/items/${item}/batch`;
    const preview = await this.fills(login, url, url, '', { rows: rows.join('\n'), ...fields });
    const confirm = preview.form(`${url}/apply`);
    const done = await (await this.as(login)).send(confirm, { step: confirm.text.match(/name="step" value="(\w+)"/)[1] });
    assert.match(done.path, /^\/work\/batches\/\d+/, done.words);
    return Number(done.path.match(/\d+/)[0]);
  }

  async importsRoster(login, file, fields = {}) {
    const preview = await this.fills(login, '/roster', '/roster/preview', '', {}, file);
    const done = await (await this.as(login)).send(preview.form('/roster/commit'), fields);
    assert.equal(done.status, 200, done.words);
  }

  handsOut(login, student, document, fields) {
    return this.fills(login, `/work/students/${student}`, `/work/students/${student}/collect`, `value="${document}"`, fields);
  }
}

// The numbers and names that pages.js puts into its paths.
export async function furnish(demonstration) {
  const offices = new Offices(demonstration);
  const released = await offices.untilEnough({ q: '510', document: 'diploma', status: 'released' });
  const [leaver, collected, takenBack] = released.map((each) => each.student_no);
  const ours = await (await offices.as('college')).json('/api/students?item=personal_file&status=waiting');
  const waiting = ours.students.filter((each) => each.student_no.startsWith('5')).map((each) => each.student_no);

  await offices.addPerson('admin', '/admin/accounts', { login: 'leaver', name: '毕业生', role: 'student', student_no: leaver });
  await offices.addPerson('admin', '/admin/accounts', { login: 'newcomer', name: '新同学', role: 'student', student_no: collected });
  await offices.choosesPassword('leaver');
  await offices.fills('admin', '/admin/accounts?q=library', '/admin/accounts', 'value="head"', { login: 'library', step: 'head' });
  await offices.addPerson('library', '/work/people', { login: 'library-stand-in', name: '何代班', until: '2015-06-30' });
  await offices.addPerson('library', '/work/people', { login: 'library-left', name: '许调走', until: '' });
  await offices.fills('library', '/work/people', '/work/people', 'library-left', { step: 'disable' });

  const guide = { place: '图书馆一楼总服务台', hours: '6月23日至30日，每天 8:30-16:30', contact: '周老师', phone: '021-63846590', bring: '校园卡\n所借图书', text: '遗失图书的，先到二楼采编部赔偿。' };
  await offices.fills('library', '/work/guides/edit?item=library&campus=', '/work/guides/edit', 'name="place"', { ...guide, step: 'publish' });
  await offices.fills('library', '/work/guides/edit?item=library&campus=', '/work/guides/edit', 'name="place"', { ...guide, hours: '6月23日至30日，每天 8:00-17:00', step: 'publish' });
  await offices.fills('security', '/work/guides/edit?item=hukou&campus=', '/work/guides/edit', 'name="place"',
    { place: '新教楼 104 室', hours: '工作日 9:00-11:00、13:30-16:00', contact: '户籍窗口', phone: '021-63846591', bring: '身份证\n报到证', text: '', step: 'publish' });

  const mistaken = await offices.registersMany('college', 'personal_file', waiting.slice(0, 3), { remark: '第一批' });
  await offices.fills('college', `/work/batches/${mistaken}`, `/work/batches/${mistaken}/undo`, '', { reason: '选错了文件' });
  const batch = await offices.registersMany('college', 'personal_file', [...waiting.slice(0, 5), `${waiting[5]}，档案袋缺成绩单`, demonstration.student, waiting[0], 'X999', '5100990009'], { remark: '档案已寄出' });
  await offices.fills('college', `/work/students/${waiting[6]}`, `/work/students/${waiting[6]}/register`, 'value="personal_file"', { result: 'refused', remark: '档案袋缺成绩单' });
  await offices.fills('library', `/work/students/${demonstration.student}`, `/work/students/${demonstration.student}/register`, 'value="library"', { result: 'deferred', until: '2015-06-28', remark: '丢失一册，正在购书赔偿' });
  await offices.fills('library', `/work/students/${demonstration.student}`, `/work/students/${demonstration.student}/revoke`, 'value="library"', { reason: '书已找到，归还后再登记' });

  const list = (await (await offices.as('library')).json('/api/lists/library_main')).members;
  await offices.fills('library', '/work/lists/library_main', '/work/lists/library_main', 'value="preview"', { rows: `${list.slice(1).map((each) => `${each.student_no}\t${each.name}\t欠书1册`).join('\n')}\n`, step: 'preview' })
    .then(async (page) => (await offices.as('library')).send(page.form('/work/lists/library_main', 'value="submit"'), { step: 'submit' }));

  await offices.handsOut('registrar', collected, 'diploma', { recipient: 'proxy', proxy: '李代领', proxy_id: 'passport', letter: 'yes', remark: '本人在外地' });
  await offices.handsOut('registrar', takenBack, 'diploma', { recipient: 'self' });
  await offices.fills('registrar', `/work/students/${takenBack}`, `/work/students/${takenBack}/take-back`, '', { reason: '证书照片有误，重新印制' });
  await offices.fills('registrar', `/work/students/${leaver}/slip`, `/work/students/${leaver}/slip`, '', {});
  const { code } = await (await offices.as('leaver')).json('/api/me/slip');

  const [booker, unbooked] = (await offices.students({ q: '510', item: 'hukou', status: 'action_required' })).map((each) => each.student_no);
  await offices.addPerson('admin', '/admin/accounts', { login: 'booker', name: '有约同学', role: 'student', student_no: booker });
  await offices.choosesPassword('booker');
  const offer = await (await offices.as('booker')).json('/api/me/appointments/hukou');
  await offices.fills('booker', '/me/appointments/hukou', '/me/appointments/hukou', '', { slot: String(offer.days[1].slots[2].slot) });

  const printing = '/certificates/employment_card/print-batches';
  await offices.fills('career', `${printing}?cut_off=2015-06-24&grouped_by=college`, `${printing}/make`, '', {});

  await offices.importsRoster('registrar', rosterFile([rosterRow(released[3], { class_code: '1003502' })]));
  await offices.fills('registrar', '/roster', '/roster/final', '', { confirm: 'yes' });
  await offices.importsRoster('registrar', rosterFile([rosterRow(released[4], { name: `${released[4].name.slice(0, 1)}晓明` })]), { reason: '更名，已公证' });

  const admin = await offices.as('admin');
  const editor = (await admin.get('/admin/edition')).form('/admin/edition/draft', 'name="text"');
  const plan = await admin.send(editor, { step: 'preview', text: editor.fields.text.replace('毕业典礼,', '毕业典礼（文选医学楼）,') });
  await admin.send(plan.form('/admin/edition/activate'));
  const versions = await admin.get('/admin/versions');
  const difference = versions.text.match(/\/admin\/versions\/difference[^"]*/)[0].replace(/&amp;/g, '&');

  return {
    student: demonstration.student, booker, unbooked, leaver, collected, takenBack, code, batch, mistaken, difference, printing,
    waiting: waiting.slice(7), released: released.slice(5), ready: released[5].student_no,
    print: (await (await offices.as('career')).json('/api/documents/employment_card/print-batches')).batches?.[0]?.number ?? 1,
  };
}
