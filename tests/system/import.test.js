// Bad input at the doors of `import`: the row is named, nothing is half written, nothing is lost.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { freshFolder, lixiao, root, serve, write } from './program.js';

const data = freshFolder();
const header = 'student_no,name,national_id,student_type,leave_reason,college,class_code,degree_level,graduation_year';
const good = '5111000001,李想,11010519491231002X,undergraduate,毕业,护理学院,F1101,本科,2015';
const other = '5111000002,王一,440524188001010014,undergraduate,毕业,护理学院,F1101,本科,2015';

const head = () => lixiao('verify', '--data', data).out;
const importing = (what, content, ...options) =>
  lixiao('import', what, join(write(freshFolder(), { 'file.csv': content }), 'file.csv'), '--data', data, ...options);

// Every refused file leaves the journal where it was.
function refused(what, content, message, ...options) {
  const before = head();
  const run = importing(what, content, ...options);
  assert.equal(run.code, 1);
  assert.match(run.out + run.err, message);
  assert.equal(head(), before, 'nothing was written');
}

before(async () => {
  write(data, { 'lixiao.yaml': `listen: 127.0.0.1:0\nworkflow: ${root}/workflows/2015\nclock: { show: "2015-06-24T09:00:00+08:00", at: "${new Date().toISOString().slice(0, 19)}Z" }\n` });
  const service = await serve(data);  // the first start activates the edition
  assert.equal(await service.stop(), 0, 'the service stops cleanly');
});

test('a roster is imported, and imported again it changes nothing', () => {
  const first = importing('roster', `${header}\n${good}\n${other}\n`);
  assert.equal(first.code, 0, first.out + first.err);
  const again = importing('roster', `${header}\n${good}\n${other}\n`);
  assert.equal(again.code, 0);
  const corrected = importing('roster', `${header}\n${good.replace('护理学院', '药学院')}\n`);
  assert.match(corrected.out, /护理学院.*药学院/);
});

test('a whole roster takes off who is not in it, once that is meant, and a final one needs a reason', () => {
  const only = `${header}\n${good.replace('护理学院', '药学院')}\n`;
  const third = '5111000003,赵二,E12345678,undergraduate,毕业,护理学院,F1101,本科,2015,护照';
  assert.equal(importing('roster', `${header},id_type\n${third}\n`).code, 0);
  assert.match(importing('roster', only, '--dry-run').out, /2 students are not in this file/);
  refused('roster', only, /more than half/, '--whole');
  const removed = importing('roster', only, '--whole', '--over-half', '--final');
  assert.equal(removed.code, 0, removed.out + removed.err);
  assert.match(removed.out, /5111000002 .*taken off/);

  refused('roster', `${header}\n${other}\n`, /needs a reason/);
  const late = importing('roster', `${header}\n${other}\n`, '--reason', '补授毕业资格');
  assert.equal(late.code, 0, late.out + late.err);
});

test('GBK bytes are read as what they are', () => {
  const iconv = (text) => Buffer.from(text.split('').flatMap((c) => ({ 学: [0xd1, 0xa7], 号: [0xba, 0xc5], 备: [0xb1, 0xb8], 注: [0xd7, 0xa2], 显: [0xcf, 0xd4], 微: [0xce, 0xa2], 镜: [0xbe, 0xb5] }[c] ?? [c.charCodeAt(0)])));
  const run = importing('list', iconv('学号,备注\n5111000001,显微镜\n'), '--list', 'equipment');
  assert.equal(run.code, 0, run.out + run.err);
});

test('half a row names the row', () => refused('roster', `${header}\n${good}\n5111000003,赵二,1101\n`, /row 3|:3:/));
test('a number that a spreadsheet rounded names the row', () =>
  refused('roster', `${header}\n${good.replace('11010519491231002X', '1.10105E+17')}\n`, /row 2|:2:/));
test('a wrong check digit is told and does not keep the file out', () => {
  const run = importing('roster', `${header}\n${good.replace('1002X', '10021')}\n`, '--dry-run');
  assert.equal(run.code, 0, run.out + run.err);
  assert.match(run.out, /:2:.*suspicious: national ID: the check digit does not fit/);
});
test('a kind of document that is not the number\'s names the row', () =>
  refused('roster', `${header},id_type\n${good},护照\n`, /:2:.*passport/));
test('a leave reason that does not exist gets a hint', () => refused('roster', `${header}\n${good.replace(',毕业,', ',毕叶,')}\n`, /:2:.*毕业/));
test('one bad row keeps the good rows out', () =>
  refused('roster', `${header}\n5111000009,钱三,11010519491231002X,undergraduate,毕业,药学院,F1,本科,2015\n5111 000010,孙四,,undergraduate,毕业,,,,\n`, /:3:/));
test('a column nobody knows gets the nearest name', () => refused('roster', `${header.replace('college', 'colege')}\n${good}\n`, /college/));
test('an unknown student on a list names the row', () => refused('list', 'student_no,name\n5199999999,谁\n', /:2:.*5199999999/, '--list', 'sports'));
test('a name that is not the number\'s is refused', () => refused('list', 'student_no,name\n5111000001,张三\n', /:2:/, '--list', 'sports'));
test('an empty list is not "nobody"', () => refused('list', 'student_no,name\n', /./, '--list', 'sports'));
test('an empty list that says nobody is taken', () => {
  const run = importing('list', 'student_no,name\n', '--list', 'sports', '--nobody');
  assert.equal(run.code, 0, run.out + run.err);
});
test('a registration of an item that does not exist is refused', () => refused('registrations', 'student_no,item\n5111000001,libary\n', /:2:/));
test('an empty file is refused', () => refused('roster', '', /./));

test('what was refused left no number in the log of the program', () => {
  assert.doesNotMatch(readFileSync(join(data, 'lixiao.db')).toString('latin1'), /11010519491231002X/);
});
