// The university of this summer: three source systems as processes of their own, and the service, opened again on
// each day with the clock of that day.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { announced, folder, freshFolder, lixiao, root, serve, write } from '../program.js';
import { Person } from '../person.js';

export const kPasswords = 'one long phrase for everybody';

// Starts a sample system and returns its process and the ports it announces.
export async function sampleSystem(name, ...options) {
  const process = spawn(join(folder, `lixiao-sample-${name}`), options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const wanted = name === 'library' ? ['listening', 'control'] : ['listening'];
  const ports = await announced(process, ...wanted.map((word) => new RegExp(`^${word} on \\S*127\\.0\\.0\\.1:(\\d+)$`)));
  return { process, port: ports[0], control: ports.at(-1) };
}

// Ends a child, or finds that it has ended.
export const stoppable = (child) => new Promise((resolve) => {
  if (child.exitCode !== null || child.signalCode !== null) return resolve();
  child.on('close', resolve);
  child.kill('SIGTERM');
});

export class House {
  // What every connector's settings hold beside their address. The summer moves many students at a time.
  polling = 'every: 1s, hold_fall: 0';
  trial = true;
  financeUrl;     // where the finance connector asks, if not at the sample system
  finance = '';   // more settings of the finance connector, `key: value, `
  outgoing = '';  // the settings of the systems that are told who leaves, YAML
  mail;  // the mail server of the house, if it has one
  data = freshFolder();
  #people = new Map();
  #service;
  #opened;
  #systems = {};

  async build(sources) {
    write(this.data, sources);
    this.#systems.finance = await sampleSystem('finance', '--data', this.data);
    this.#systems.library = await sampleSystem('library', '--data', this.data);
    this.#systems.housing = await sampleSystem('housing', '--data', this.data, '--database', join(this.data, 'housing.db'));
  }

  #settings(moment) {
    const { finance, library } = this.#systems;
    return `listen: 127.0.0.1:0
workflow: ${root}/workflows/2015
trial: ${this.trial}
clock: { show: "${moment}:00+08:00", at: "${new Date().toISOString().slice(0, 19)}Z" }
${this.mail ? `public_url: http://127.0.0.1\nmail: { server: 127.0.0.1, port: ${this.mail.port}, from: lixiao@example.edu, security: none }\n` : ''}plugins: [lixiao_finance.so, lixiao_library.so, lixiao_housing.so]
connectors:
  finance: { kind: finance, url: "${this.financeUrl ?? `http://127.0.0.1:${finance.port}/arrears`}", amount_unit: yuan, ${this.finance}${this.polling} }
  library: { kind: library, host: 127.0.0.1, port: ${library.port}, amount_unit: yuan, ${this.polling} }
  housing: { kind: housing, url: "http://127.0.0.1:${finance.port}/arrears", amount_unit: yuan, room_database: housing.db, room_view: room_check_out, ${this.polling} }
${this.outgoing ? `outgoing:\n${this.outgoing}` : ''}`;
  }

  // Opens at this minute of the summer, `2015-06-15T09:00`; whoever was signed in must do so again.
  async open(moment) {
    await this.close();
    this.#opened = new Date(`${moment}:00+08:00`);
    write(this.data, { 'lixiao.yaml': this.#settings(moment) });
    this.#service = await serve(this.data);
    this.address = this.#service.address;
    this.#people.clear();
    await this.until('the service is ready', async () => (await fetch(`${this.address}/readyz`)).status === 200);
  }

  // Whether that moment, as the API writes it, is one of the service that runs.
  since(moment) {
    return moment !== null && new Date(moment) >= this.#opened;
  }

  get libraryPort() {
    return this.#systems.library.port;
  }

  get financePort() {
    return this.#systems.finance.port;
  }

  get pid() {
    return this.#service.process.pid;
  }

  async close() {
    if (this.#service) assert.equal(await this.#service.stop(), 0, 'the service stops cleanly');
    this.#service = undefined;
  }

  async tearDown() {
    await this.close();
    await this.mail?.stop();
    await Promise.all(Object.values(this.#systems).map(({ process }) => stoppable(process)));
    rmSync(this.data, { recursive: true, force: true });
  }

  run(...words) {
    const run = lixiao(...words, '--data', this.data);
    assert.equal(run.code, 0, `lixiao ${words.join(' ')}\n${run.out}${run.err}`);
    return run.out;
  }

  addAccount(login, ...options) {
    const run = lixiao('user', 'add', login, '--name', login, ...options, '--data', this.data, { input: `${kPasswords}\n` });
    assert.equal(run.code, 0, run.out + run.err);
  }

  // A newcomer signs in with the password that was handed over, and must choose one first.
  async welcome(login, password) {
    const person = await new Person(this, login).signIn(password);
    const door = await person.get('/work');
    const done = await person.send(door.form('/account'), { old: password, new: kPasswords, again: kPasswords });
    assert.equal(done.status, 200, done.words);
    this.#people.set(login, person);
    return person;
  }

  async as(login) {
    if (!this.#people.has(login)) this.#people.set(login, await new Person(this, login).signIn(kPasswords));
    return this.#people.get(login);
  }

  visitor() {
    return new Person(this, '');
  }

  async until(what, holds) {
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`in vain: ${what}`);
  }

  // Every connector has asked its source once more from now on.
  async polled() {
    const admin = await this.as('admin');
    const attempts = async () => (await admin.json('/api/connectors')).map((each) => each.last_success ?? '');
    const before = await attempts();
    await this.until('the sources are polled', async () => (await attempts()).every((at, i) => at > before[i]));
  }

  async #tell(port, path, student, more = '') {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}?student_no=${student.no}${more}`, { method: 'POST' });
    assert.equal(answer.status, 200, `${path} ${student.no}`);
  }
  // A fault of the finance system; `none` ends it.
  async fault(kind) {
    const answer = await fetch(`http://127.0.0.1:${this.#systems.finance.port}/fault?kind=${kind}`, { method: 'POST' });
    assert.equal(answer.status, 200, kind);
  }
  pays = (student) => this.#tell(this.#systems.finance.port, 'pay', student);
  owes = (student, amount) => this.#tell(this.#systems.finance.port, 'owe', student, `&what=tuition_due&amount=${amount}`);
  returnsBooks = (student) => this.#tell(this.#systems.library.control, 'return', student);
  checksOut = (student) => this.#tell(this.#systems.housing.port, 'check-out', student);
}
