// The connector of docs/writing-a-connector.md, built outside the tree against what a build installs, is loaded and asked.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { folder, freshFolder, lixiao, root, write } from './program.js';

const place = freshFolder();
after(() => rmSync(place, { recursive: true, force: true }));

const run = (command, ...words) => {
  const done = spawnSync(command, words, { cwd: place, encoding: 'utf8', timeout: 300_000 });
  assert.equal(done.status, 0, `${command} ${words.join(' ')}\n${done.stdout}${done.stderr}`);
};
const page = readFileSync(join(root, 'docs/writing-a-connector.md'), 'utf8');
const block = (language) => page.match(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``))[1];
const tries = (file, no) => {
  write(place, { 'data/sports.txt': file });
  return lixiao('connector', 'try', 'sports', '--student', no, '--data', join(place, 'data'));
};

test('the connector of the page is built outside the tree and answers', { timeout: 400_000 }, () => {
  write(place, { 'plugin/CMakeLists.txt': block('cmake'), 'plugin/sports.cpp': block('cpp') });
  run('cmake', '--install', folder, '--component', 'connector-sdk', '--prefix', join(place, 'sdk'));
  run('cmake', '-S', 'plugin', '-B', 'build', `-DCMAKE_PREFIX_PATH=${join(place, 'sdk')}`);
  run('cmake', '--build', 'build');
  write(place, { 'data/lixiao.yaml': block('yaml').replace('/srv/lixiao', join(place, 'build')) });

  const owing = tries('5100000001,2\nend\n', '5100000001');
  assert.equal(owing.code, 0, owing.err);
  assert.match(owing.out, /^sports\.owed: 2$/m);
  assert.match(tries('5100000001,2\nend\n', '5100000002').out, /^sports\.owed: 0$/m);
});

test('what it refuses is told with its kind, and a wrong setting with its place', () => {
  const half = tries('5100000001,2\n', '5100000002');
  assert.equal(half.code, 1);
  assert.match(half.err, /^sports: malformed: sports file: the file does not end/m);
  const odd = tries('5100000001,two\nend\n', '5100000002');
  assert.match(odd.err, /^it answered: 5100000001,two$/m);
  write(place, { 'data/lixiao.yaml': block('yaml').replace('/srv/lixiao', join(place, 'build')).replace('file:', 'fiel:') });
  assert.match(tries('end\n', '1').err, /lixiao\.yaml:3:\d+: error.*unknown-key[\s\S]*did you mean "file"/);
});
