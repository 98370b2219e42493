// The real program, run as a person would run it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const folder = process.env.LIXIAO_BIN ?? join(root, 'build/release');

export function lixiao(...args) {
  const options = typeof args.at(-1) === 'object' ? args.pop() : {};
  const run = spawnSync(join(folder, 'lixiao'), args, { cwd: root, encoding: 'utf8', timeout: 120_000, ...options });
  return { code: run.status, signal: run.signal, out: run.stdout, err: run.stderr };
}

// Starts the service on a data folder; `stop` returns its exit code.
export async function serve(data, ...options) {
  const service = spawn(join(folder, 'lixiao'), ['serve', '--data', data, ...options], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => service.on('close', resolve));
  const address = await new Promise((resolve, reject) => {
    ended.then((code) => reject(new Error(`the service ended with ${code}`)));
    let output = '';
    service.stdout.on('data', (chunk) => {
      output += chunk;
      const found = output.match(/listening on (http:\S+)/);
      if (found) resolve(found[1]);
    });
  });
  const stop = () => {
    service.kill('SIGTERM');
    return ended;
  };
  return { address, port: Number(new URL(address).port), process: service, stop };
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
