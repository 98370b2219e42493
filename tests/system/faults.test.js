// Each way in which a source fails, at the running service: nothing is cleared that should not be, no fact is half applied,
// the page says what is wrong, and when the source recovers so does the service, without a restart.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freshFolder, write } from './program.js';
import { House, sampleSystem, stoppable } from './summer_2015/house.js';
import { rosterOf, sources, students } from './summer_2015/students.js';

const kList = 'method: GET, ask: all, rows_field: /rows, total_field: total, as_of_field: as_of, next_page_field: /next, unit_field: none, currency_field: none, unknown_field: none, ';
const house = new House();
const some = students.filter((each) => each.provider === 'registrar').slice(0, 5);
const [debtor, payer] = [some[0], some[4]];

const connector = async () => (await (await house.as('admin')).json('/api/connectors')).find((each) => each.name === 'finance');
const statuses = async () => {
  const admin = await house.as('admin');
  const all = await Promise.all(some.map(async (each) => (await admin.json(`/api/students/${each.no}`)).items.map((item) => `${item.id} ${item.status}`)));
  return all.map((items) => items.join('\n'));
};
const financeOf = async (each) => (await (await house.as('admin')).json(`/api/students/${each.no}`)).items.find(({ id }) => id === 'finance').status;
const words = async () => (await (await house.as('admin')).get('/admin/connectors/finance')).words;
async function poll() {
  const admin = await house.as('admin');
  await admin.send((await admin.get('/admin/connectors/finance')).form('/admin/connectors/finance/poll'));
}
const recovers = () => house.until('finance is well', async () => {
  const { state, last_attempt: attempt } = await connector();
  return state === 'ok' && house.since(attempt);
});

// The debtor pays and the payer owes at the source, but the service learns of neither while `broken` holds.
async function checkFault(kind, says, broken) {
  await house.pays(payer);
  await house.owes(debtor, '300.00');
  await poll();
  await house.until('both are known', async () => (await financeOf(debtor)) === 'action_required' && (await financeOf(payer)) === 'cleared');
  const before = await statuses();
  const mend = await broken();
  await house.pays(debtor);
  await house.owes(payer, '45.00');
  await poll();
  await house.until('the fault is seen', async () => (await connector()).state === 'failing' && (await connector()).trouble.kind === kind);
  assert.deepEqual(await statuses(), before, 'nothing is applied');
  assert.match(await words(), says);
  await mend();
  await recovers();
  await house.until('the truth is known', async () => (await financeOf(debtor)) === 'cleared' && (await financeOf(payer)) === 'action_required');
}
const fault = (kind) => async () => {
  await house.fault(kind);
  return () => house.fault('none');
};

before(async () => {
  await house.build(sources);
  house.polling = 'every: 1h, retry: 200ms, retry_max: 400ms, answer_timeout: 700ms, hold_fall: 0';
  await house.open('2015-06-24T09:00');
  house.addAccount('admin', '--role', 'admin');
  write(house.data, { 'registrar.csv': rosterOf('registrar') });
  house.run('import', 'roster', join(house.data, 'registrar.csv'));
  await poll();
  await recovers();
});
after(() => house.tearDown());

const kRows = [
  ['refuse', 'unreachable', /finance interface: /],
  ['reset', 'unreachable', /finance interface: /],
  ['drip', 'unreachable', /no complete answer in time/],
  ['silence', 'unreachable', /no complete answer in time/],
  ['503', 'unreachable', /status 503/],
  ['forbidden', 'refused', /status 403/],
  ['html', 'malformed', /not application\/json/],
  ['empty', 'malformed', /answers about none of|students are not answered/],
  ['cut', 'malformed', /not complete JSON/],
  ['wrong-unit', 'malformed', /another unit/],
  ['negative', 'malformed', /a negative amount/],
  ['duplicate', 'malformed', /answered twice/],
  ['stranger', 'malformed', /not asked about/],
];
for (const [kind, trouble, says] of kRows)
  test(`a source with the fault "${kind}"`, () => checkFault(trouble, says, fault(kind)));

test('a student whom the source does not know is told apart from one who owes', async () => {
  await house.pays(debtor);
  await poll();
  await house.until('clear', async () => (await financeOf(debtor)) === 'cleared');
  await house.fault('unknown');
  await poll();
  await house.until('one is unknown', async () => (await connector()).unknown === 1);
  const lost = (await Promise.all(some.map(financeOf))).filter((status) => status !== 'cleared' && status !== 'action_required');
  assert.ok(lost.length <= 1);
  await house.fault('none');
  await poll();
  await house.until('everybody is known', async () => (await connector()).unknown === 0);
});

test('a full disk while a poll is stored', async () => {
  const limit = (size) => execFileSync('prlimit', ['--pid', String(house.pid), `--fsize=${size}:`]);
  await checkFault('internal', /could not be (stored|applied|written)|database|disk/i, async () => {
    limit(4096);
    return () => limit('unlimited');
  });
});

test('a source whose clock runs ahead, and a list that is short', async () => {
  house.financeUrl = `http://127.0.0.1:${house.financePort}/arrears/list?page=1`;
  house.finance = kList;
  await house.open('2015-06-24T10:00');
  await recovers();
  await checkFault('malformed', /minutes ahead of ours/, fault('clock-ahead'));
  await checkFault('malformed', /rows came of/, fault('short-list'));
});

test('a certificate that ended yesterday', async () => {
  const certs = freshFolder();
  const openssl = (...options) => execFileSync('openssl', options, { cwd: certs, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  write(certs, { extension: 'subjectAltName=DNS:localhost' });
  openssl('req', '-x509', ...key, '-days', '30', '-subj', '/CN=ca', '-keyout', 'ca.key', '-out', 'ca.pem');
  openssl('req', ...key, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'request');
  for (const [name, days] of [['over', '-1'], ['good', '30']])
    openssl('x509', '-req', '-days', days, '-in', 'request', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'extension', '-out', `${name}.pem`);
  const start = (name, ...more) => sampleSystem('finance', '--data', house.data, '--certificate', join(certs, `${name}.pem`), '--key', join(certs, 'server.key'), ...more);

  let secure = await start('good');
  const changeTo = async (name) => {
    await stoppable(secure.process);
    secure = await start(name, '--port', secure.port);
  };
  try {
    house.financeUrl = `https://localhost:${secure.port}/arrears`;
    house.finance = `ca_file: ${join(certs, 'ca.pem')}, `;
    await house.open('2015-06-24T11:00');
    await recovers();
    const before = await statuses();
    await changeTo('over');
    await poll();
    await house.until('the fault is seen', async () => (await connector()).state === 'failing');
    assert.equal((await connector()).trouble.kind, 'refused');
    assert.match(await words(), /certificate is not accepted/);
    assert.deepEqual(await statuses(), before);
    await changeTo('good');
    await recovers();
  } finally {
    await stoppable(secure.process);
  }
});
