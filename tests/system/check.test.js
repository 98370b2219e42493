// `check` and `test` on files that are no edition at all: a clear message and exit 1, never a crash.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { freshFolder, lixiao, write } from './program.js';

const checked = (content) => lixiao('check', write(freshFolder(), { 'edition.yaml': content }));

const hostile = {
  'an empty file': '',
  'random bytes': randomBytes(5000),
  'GBK bytes': Buffer.from([0x74, 0x69, 0x74, 0x6c, 0x65, 0x3a, 0x20, 0xb1, 0xcf, 0xd2, 0xb5, 0x0a]),
  'a text that is no map': 'just a sentence\n',
  'a hundred thousand brackets': '['.repeat(100_000),
  'deep indentation': Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'a billion laughs': `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]`).join('\n')}\n`,
  'thirty megabytes': 'a: b\n'.repeat(6_000_000),
  'a tag': 'edition: !!python/object/apply:os.system [true]\n',
  'two documents': 'edition: 2015\n---\nedition: 2016\n',
};

for (const [name, content] of Object.entries(hostile)) {
  test(`check of ${name} tells what is wrong and exits 1`, () => {
    const run = checked(content);
    assert.equal(run.signal, null);
    assert.equal(run.code, 1, run.err);
    assert.match(run.out + run.err, /edition\.yaml(:\d+:\d+)?: error\[[a-z0-9-]+\]: ./);
  });
}

test('check is silent on the workflows that are shipped, and test passes', () => {
  const run = lixiao('check', 'workflows');
  assert.deepEqual([run.code, run.out, run.err], [0, '', '']);
  const tests = lixiao('test', 'workflows');
  assert.equal(tests.code, 0, tests.out);
  assert.match(tests.out, /^\d{2,} tests, 0 expectations not met\n$/);
});

test('a folder that is not there, an unknown command and a missing option are told apart', () => {
  assert.equal(lixiao('check', '/nowhere').code, 1);
  assert.equal(lixiao('chekc').code, 2);
  assert.equal(lixiao('evaluate', 'workflows/2015').code, 2);
  assert.equal(lixiao('--help').code, 0);
});

test('check gives its findings as JSON', () => {
  const folder = write(freshFolder(), { 'edition.yaml': 'edition: 2015\ntitel: x\n' });
  const run = lixiao('check', folder, '--format', 'json');
  const findings = JSON.parse(run.out);
  assert.equal(run.code, 1);
  assert.ok(findings.some((finding) => finding.code === 'unknown-key' && finding.line === 2 && finding.column === 1));
});
