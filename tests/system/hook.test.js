// The hook of docs/editing-workflows.md in a real repository, and completion in a real shell.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { folder, freshFolder, lixiao, root } from './program.js';

const environment = {
  ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org',
};

function hookOfThePage() {
  const page = readFileSync(join(root, 'docs/editing-workflows.md'), 'utf8');
  return page.match(/```sh\n(#!\/bin\/sh\n[\s\S]*?)```/)[1];
}

function repository() {
  const place = freshFolder();
  const git = (...args) => spawnSync('git', args, { cwd: place, encoding: 'utf8', env: environment });
  git('init', '--quiet');
  cpSync(join(root, 'workflows'), join(place, 'workflows'), { recursive: true });
  writeFileSync(join(place, '.git/hooks/pre-commit'), hookOfThePage(), { mode: 0o755 });
  git('add', '.');
  return { git, edition: join(place, 'workflows/2015/edition.yaml') };
}

test('a commit of good workflows passes the hook', () => {
  const { git } = repository();
  const commit = git('commit', '-m', 'good');
  assert.equal(commit.status, 0, commit.stdout + commit.stderr);
});

test('a commit with a finding is refused and the finding shown', () => {
  const { git, edition } = repository();
  const good = readFileSync(edition, 'utf8');
  writeFileSync(edition, good.replace('mode: automatic', 'mode: automatc'));
  git('add', '.');
  writeFileSync(edition, good); // what lies in the folder does not count
  const commit = git('commit', '-m', 'bad');
  assert.equal(commit.status, 1);
  assert.match(commit.stdout + commit.stderr, /workflows\/2015\/edition\.yaml:\d+:\d+: error\[unknown-value\]/);
  assert.equal(git('rev-parse', '--verify', 'HEAD').status, 128);
});

test('a commit that fails a rule test is refused', () => {
  const { git, edition } = repository();
  writeFileSync(edition, readFileSync(edition, 'utf8').replace('library.loans == 0 &&', 'library.loans >= 0 &&'));
  git('add', '.');
  const commit = git('commit', '-m', 'wrong');
  assert.equal(commit.status, 1);
  assert.match(commit.stdout + commit.stderr, /expectations not met/);
});

test('a finding as JSON has its place, its line and where its mark ends', () => {
  const place = freshFolder();
  cpSync(join(root, 'workflows/2015'), place, { recursive: true });
  const edition = join(place, 'edition.yaml');
  writeFileSync(edition, readFileSync(edition, 'utf8').replace('mode: automatic ', 'mode: automatc '));
  const run = lixiao('check', place, '--format', 'json');
  assert.equal(run.code, 1);
  const [finding] = JSON.parse(run.out).filter((each) => each.code === 'unknown-value');
  assert.equal(finding.file, edition);
  assert.equal(finding.severity, 'error');
  assert.equal(Array.from(finding.source).slice(finding.column - 1, finding.end - 1).join(''), 'automatc');
  assert.equal(readFileSync(edition, 'utf8').split('\n')[finding.line - 1], finding.source);
  assert.equal(finding.hint, 'did you mean "automatic"?');
  assert.deepEqual(Object.keys(finding).sort(),
    ['code', 'column', 'end', 'file', 'hint', 'line', 'message', 'related', 'severity', 'source']);
});

// What bash would offer for a line whose last word is being typed.
function completions(...line) {
  const words = ['lixiao', ...line].map((word) => `'${word}'`).join(' ');
  const script = `source <(lixiao completion bash); complete -p lixiao > /dev/null || exit 3
    COMP_WORDS=(${words}); COMP_CWORD=${line.length}; _lixiao; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const run = spawnSync('bash', ['--noprofile', '--norc', '-c', script], { encoding: 'utf8', env: environment });
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stderr, '');
  return run.stdout.split('\n').filter((word) => word !== '');
}

test('bash completes commands, options and their words', () => {
  assert.deepEqual(completions('chec'), ['check']);
  assert.ok(completions('').includes('serve') && completions('').includes('import'));
  assert.deepEqual(completions('check', '--f'), ['--format']);
  assert.deepEqual(completions('check', '--format', ''), ['text', 'json']);
  assert.deepEqual(completions('import', 'ro'), ['roster']);
  assert.deepEqual(completions('completion', ''), ['bash']);
  assert.deepEqual(completions('check', 'workfl'), [], 'folders are completed by the shell itself');
});

test('bash offers every command that the help names', () => {
  const named = [...lixiao('--help').out.split('Subcommands:')[1].matchAll(/^ {2}([a-z-]+) /gm)].map((found) => found[1]);
  assert.ok(named.length > 8);
  assert.deepEqual(completions('').sort(), named.sort());
});
