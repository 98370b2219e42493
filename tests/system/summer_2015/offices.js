// What people of the offices do on their pages, each deed noted in the ledger.
import assert from 'node:assert/strict';

export class Offices {
  constructor(house, ledger) {
    this.house = house;
    this.ledger = ledger;
  }

  async #fine(page) {
    assert.equal(page.status, 200, `${page.path}: ${page.words}`);
    return page;
  }

  // The status of an item or document of a student.
  async statusOf(each, subject) {
    const view = await (await this.house.as('auditor')).json(`/api/students/${each.no}`);
    return [...view.items, ...view.not_applicable, ...view.documents].find(({ id }) => id === subject)?.status;
  }

  // A provider uploads its roster, looks, and commits.
  async importsRoster(login, content, more = {}) {
    const office = await this.house.as(login);
    const door = await office.get('/roster');
    const preview = await office.send(door.form('/roster/preview'), {}, { name: 'roster.csv', content });
    if (preview.status !== 200 || !preview.forms.some((form) => form.action === '/roster/commit' && /确认导入|导入/.test(form.text))) return preview;
    return office.send(preview.form('/roster/commit'), more);
  }

  // Many at once: pasted, looked at, registered.
  async registersMany(login, item, some, remark = '') {
    const office = await this.house.as(login);
    const url = `/work/items/${item}/batch`;
    const preview = await office.send((await office.get(url)).form(url), { rows: some.map(({ no }) => no).join('\n'), result: 'cleared', remark });
    await this.#fine(preview);
    const all = preview.forms.find((form) => form.text.includes('value="all"'));
    assert.ok(all, `not all rows are good: ${preview.words}`);
    const done = await this.#fine(await office.send(all, { step: 'all' }));
    for (const each of some) this.ledger.did('registration.made', login, each, item);
    return done;
  }

  // One on the student's page.
  async registers(login, each, item, fields = {}) {
    const office = await this.house.as(login);
    const page = await office.get(`/work/students/${each.no}`);
    const form = page.form(`/work/students/${each.no}/register`, `name="item" value="${item}"`);
    await this.#fine(await office.send(form, { result: 'cleared', ...fields }));
    this.ledger.did('registration.made', login, each, item);
  }

  async revokes(login, each, item, reason) {
    const office = await this.house.as(login);
    const page = await office.get(`/work/students/${each.no}`);
    await this.#fine(await office.send(page.form(`/work/students/${each.no}/revoke`, `name="item" value="${item}"`), { reason }));
    this.ledger.did('registration.revoked', login, each, item);
  }

  // The head of an office adds a stand-in; the password that is shown once.
  async addsStandIn(head, login, until) {
    const office = await this.house.as(head);
    const form = (await office.get('/work/people')).form('/work/people', 'value="add"');
    const done = await this.#fine(await office.send(form, { login, name: login, until }));
    return done.text.match(/<p class="mono given">([^<]+)</)[1];
  }

  // The numbers on the list of a day.
  async appointmentsOf(login, item, day) {
    const office = await this.house.as(login);
    const lines = (await office.read(`/work/appointments/${item}/csv?day=${day}`).then((answer) => answer.text())).trim().split('\n');
    return lines.slice(1).map((line) => line.match(/\d{10}/)?.[0]).filter(Boolean);
  }

  // The batch of a document by destination: looked at, made, and its list, line by line.
  async printsBatch(login, document, cutOff) {
    const office = await this.house.as(login);
    const url = `/certificates/${document}/print-batches`;
    const preview = await this.#fine(await office.get(`${url}?cut_off=${cutOff}&grouped_by=college`));
    const made = await this.#fine(await office.send(preview.form(`${url}/make`)));
    const number = made.text.match(/\/certificates\/print-batches\/(\d+)/)[1];
    const list = () => office.read(`/certificates/print-batches/${number}/list.csv`).then((answer) => answer.text());
    const lines = await list();
    assert.equal(await list(), lines, 'the list is the same whenever it is fetched');
    return lines.trim().split('\n').slice(1);
  }

  async takesBack(login, each, document, reason) {
    const office = await this.house.as(login);
    const page = await office.get(`/work/students/${each.no}`);
    await this.#fine(await office.send(page.form(`/work/students/${each.no}/take-back`, `value="${document}"`), { reason }));
    this.ledger.did('document.returned', login, each, document);
    this.ledger.tookBack(document, each);
  }

  // At the desk: the number is scanned, the button that has the focus is pressed.
  async clearsAtDesk(login, each, item) {
    const office = await this.house.as(login);
    const found = await office.get(`/work/desk?item=${item}&q=${each.no}`);
    await this.#fine(await office.send(found.form('/work/desk', 'value="cleared"')));
    this.ledger.did('registration.made', login, each, item);
  }

  // The list as it is submitted: number, name, remark; nobody when it has no rows.
  async submitsList(login, list, rows) {
    const office = await this.house.as(login);
    const url = `/work/lists/${list}`;
    const content = rows.map(([each, remark]) => [each.no, each.name, remark].join('\t')).join('\n');
    const fields = { rows: content, ...(rows.length === 0 && { nobody: 'yes' }) };
    const preview = await this.#fine(await office.send((await office.get(url)).form(url, 'value="preview"'), { ...fields, step: 'preview' }));
    await this.#fine(await office.send(preview.form(url, 'value="submit"'), { step: 'submit' }));
  }

  // Hands a document over; the page that comes back.
  async handsOver(login, each, document, fields = {}) {
    const office = await this.house.as(login);
    const page = await office.get(`/work/students/${each.no}`);
    const form = page.form(`/work/students/${each.no}/collect`, `name="document" value="${document}"`);
    const done = await office.send(form, { recipient: 'self', ...fields });
    if (done.status !== 200) return done;
    this.ledger.did('document.collected', login, each, document);
    this.ledger.handedOut.push([document, each.no, login, fields.proxy ?? '']);
    return done;
  }
}
