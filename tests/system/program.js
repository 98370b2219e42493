// The real program, run as a person would run it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env.LIXIAO_BIN ?? join(root, 'build/release');

export function lixiao(...args) {
  const options = typeof args.at(-1) === 'object' ? args.pop() : {};
  const run = spawnSync(join(folder, 'lixiao'), args, { cwd: root, encoding: 'utf8', timeout: 120_000, ...options });
  return { code: run.status, signal: run.signal, out: run.stdout, err: run.stderr };
}

export function freshFolder() {
  return mkdtempSync(join(tmpdir(), 'lixiao-system-'));
}

// Writes files (name → text or bytes) into a folder and returns its path.
export function write(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}
