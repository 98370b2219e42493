// Ten and more universities that are not the one of 2015: each folder is an edition with students, what offices registered,
// and the statuses a person worked out by hand for a day (`expected-DAY.csv`).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = join(process.env.LIXIAO_BIN ?? fileURLToPath(new URL('../../build/release', import.meta.url)), 'lixiao');
const here = fileURLToPath(new URL('.', import.meta.url));

function lixiao(...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: here, encoding: 'utf8' });
  return { status, stdout, stderr };
}

// The folders with an edition.yaml, a folder of years among them.
function editions(folder = '') {
  const path = join(here, folder);
  if (existsSync(join(path, 'edition.yaml'))) return [folder];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap((entry) => editions(join(folder, entry.name)));
}

// The first three columns, which hold no quotes.
const statuses = (csv) => csv.trim().split('\n').map((line) => line.trim().split(',').slice(0, 3).join(','));

for (const edition of editions()) {
  const file = (name) => join(edition, name);
  const files = readdirSync(join(here, edition));
  const registrations = files.includes('registrations.csv') ? ['--registrations', file('registrations.csv')] : [];
  const lists = files.filter((name) => /^list-.*\.csv$/.test(name))
    .flatMap((name) => ['--list', `${name.slice('list-'.length, -'.csv'.length)}=${file(name)}`]);

  test(`${edition}: loads without a finding and meets its rule tests`, () => {
    assert.deepEqual(lixiao('check', edition), { status: 0, stdout: '', stderr: '' });
    const tests = lixiao('test', edition);
    assert.equal(tests.status, 0, tests.stdout + tests.stderr);
  });

  for (const name of files.filter((each) => each.startsWith('expected-'))) {
    const day = name.slice('expected-'.length, -'.csv'.length);
    test(`${edition}: on ${day} everybody stands as expected`, () => {
      const decided = lixiao('evaluate', edition, '--students', file('students.csv'), ...registrations, ...lists, '--today', day);
      assert.equal(decided.status, 0, decided.stderr);
      assert.deepEqual(statuses(decided.stdout), statuses(readFileSync(join(here, file(name)), 'utf8')));
    });
  }
}
