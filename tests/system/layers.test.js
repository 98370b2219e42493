// A year that extends another one, from the command line.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshFolder, lixiao, root, write } from './program.js';

const change = 'edition: 2016\nextends: ../2015/edition.yaml\n'
  + 'title: { zh: 2016届毕业生离校 }\nitems: { library: { passes_when: library.loans <= 1 } }\n';

function twoYears() {
  const years = freshFolder();
  cpSync(join(root, 'workflows/2015'), join(years, '2015'), { recursive: true });
  write(years, {
    '2016/edition.yaml': change,
    '2016/x.test.yaml': 'tests:\n  - name: 一本书不算\n    student: { student_type: undergraduate, library.loans: 1, library.fines: 0 }\n'
      + '    today: 2015-06-24\n    expect: { library: cleared }\n',
  });
  return years;
}

test('one year and a folder of years are checked and tested alike', () => {
  const years = twoYears();
  for (const folder of [years, join(years, '2016'), join(years, '2015')]) {
    const run = lixiao('check', folder);
    assert.deepEqual([run.code, run.out, run.err], [0, '', ''], folder);
  }
  assert.match(lixiao('test', join(years, '2016')).out, /^1 tests, 0 expectations not met\n$/);
  assert.equal(lixiao('check', '.', { cwd: join(years, '2016') }).code, 0);
});

test('a finding in the older year is told once, with its own file', () => {
  const years = twoYears();
  const edition = join(years, '2015/edition.yaml');
  writeFileSync(edition, readFileSync(edition, 'utf8').replace('mode: exceptions', 'mode: exception'));
  const findings = JSON.parse(lixiao('check', years, '--format', 'json').out);
  assert.deepEqual(findings.map((finding) => [finding.file, finding.code]), [[edition, 'unknown-value']]);
  const alone = JSON.parse(lixiao('check', join(years, '2016'), '--format', 'json').out);
  assert.deepEqual(alone, findings);
});

test('a year whose base is not there says so', () => {
  const run = lixiao('check', write(freshFolder(), { '2016/edition.yaml': change }));
  assert.equal(run.code, 1);
  assert.match(run.out, /2016\/edition\.yaml:2:10: error\[missing-file\]/);
});

test('a student of the younger year is decided by its rule', () => {
  const years = twoYears();
  const students = write(freshFolder(), {
    'students.csv': 'student_no,name,student_type,library.loans,library.fines\n1,a,undergraduate,1,0\n',
  });
  const statusIn = (year) => lixiao('evaluate', join(years, year), '--students', join(students, 'students.csv'), '--today', '2015-06-24')
    .out.split('\n').find((line) => line.startsWith('1,library,')).split(',')[2];
  assert.equal(statusIn('2015'), 'action_required');
  assert.equal(statusIn('2016'), 'cleared');
});
