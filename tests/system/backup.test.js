// Backups beside a running service, and their way back into a folder.
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { freshFolder, lixiao, root, serve, write } from './program.js';

const data = freshFolder();
const copies = freshFolder();
const backup = join(copies, 'backup.db');
const user = (folder, login) =>
  lixiao('user', 'add', login, '--role', 'auditor', '--name', login, '--data', folder, { input: 'a long enough phrase\n' });
const head = (folder) => lixiao('verify', '--data', folder).out.match(/head (\S+)/)[1];
const idOf = (database) => readFileSync(database, 'latin1').match(/database_id([0-9a-f]{8})/)[1];
const logins = (folder) => lixiao('user', 'list', '--data', folder).out.match(/^\S+/gm);

before(async () => {
  write(data, { 'lixiao.yaml': `listen: 127.0.0.1:0\nworkflow: ${root}/workflows/2015\n` });
  const service = await serve(data);
  assert.equal(user(data, 'first').code, 0);
  const run = lixiao('backup', backup, '--data', data);
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, new RegExp(head(data)));
  assert.equal(user(data, 'second').code, 0);

  const refused = lixiao('restore', backup, '--data', data, '--replace');
  assert.equal(refused.code, 1);
  assert.match(refused.err, /a service runs on this folder/);
  assert.equal(await service.stop(), 0);
});

test('a backup is for reading only and never overwrites', () => {
  assert.equal(statSync(backup).mode & 0o777, 0o400);
  const before = readFileSync(backup);
  const again = lixiao('backup', backup, '--data', data);
  assert.equal(again.code, 1);
  assert.match(again.err, /is there already/);
  assert.deepEqual(readFileSync(backup), before);
  assert.deepEqual(readdirSync(copies), ['backup.db']);
  assert.equal(lixiao('backup', join(copies, 'x.db'), '--data', freshFolder()).code, 1);
  assert.equal(lixiao('backup', join(copies, 'no/such/folder/x.db'), '--data', data).code, 1);
});

test('a backup goes into an empty folder with its key beside it', () => {
  const folder = freshFolder();
  const run = lixiao('restore', backup, '--data', folder);
  assert.equal(run.code, 0, run.err);
  assert.match(run.err, /secret\.key/);
  copyFileSync(join(data, 'secret.key'), join(folder, 'secret.key'));
  assert.deepEqual(logins(folder), ['first']);
  assert.equal(run.out.match(/head (\S+)/)[1], head(folder));
  assert.notEqual(idOf(join(folder, 'lixiao.db')), idOf(backup), 'numbers of messages are given away again');
});

test('what is there is only replaced when asked, and kept aside', () => {
  const refused = lixiao('restore', backup, '--data', data);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /--replace/);
  assert.deepEqual(logins(data), ['first', 'second']);

  const before = head(data);
  const run = lixiao('restore', backup, '--data', data, '--replace');
  assert.equal(run.code, 0, run.err);
  assert.deepEqual(logins(data), ['first']);
  const aside = readdirSync(data).filter((name) => name.startsWith('before-restore-'));
  assert.equal(aside.length, 1);

  const back = freshFolder();
  assert.equal(lixiao('restore', join(data, aside[0]), '--data', back).code, 0);
  copyFileSync(join(data, 'secret.key'), join(back, 'secret.key'));
  assert.equal(head(back), before);
});

test('a damaged file, a changed journal and another program\'s database are refused and change nothing', () => {
  const now = head(data);
  const bytes = readFileSync(backup);
  const at = bytes.indexOf('"role":"auditor"');
  assert.ok(at > 0);
  const changed = Buffer.from(bytes);
  changed.write('"role":"auditoR"', at);
  const cut = bytes.subarray(0, bytes.length - 8192);
  for (const [name, content] of [['changed.db', changed], ['cut.db', cut], ['text.db', Buffer.from('not a database at all, '.repeat(100))]]) {
    const file = join(copies, name);
    writeFileSync(file, content);
    const run = lixiao('restore', file, '--data', data, '--replace');
    assert.equal(run.code, 1, name);
    assert.equal(head(data), now, name);
  }
  assert.deepEqual(readdirSync(data).filter((name) => name.includes('restoring')), []);
  assert.equal(lixiao('restore', join(copies, 'nothing.db'), '--data', data).code, 1);
});
