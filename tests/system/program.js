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

// Resolves to what the patterns capture, each on a whole line of the child's output; a child that ends before it has
// said all that is told with its last words.
export function announced(child, ...patterns) {
  return new Promise((resolve, reject) => {
    let output = '', words = '';
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`${child.spawnfile} ended with ${code}: ${words.slice(-2000)}`)));
    child.stderr.on('data', (chunk) => { words = (words + chunk).slice(-4000); });
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const lines = output.split('\n').slice(0, -1);
      const found = patterns.map((pattern) => lines.map((line) => line.match(pattern)?.[1]).find(Boolean));
      if (found.every(Boolean)) resolve(found);
    });
  });
}

// Starts the service on a data folder; `stop` returns its exit code.
export async function serve(data, ...options) {
  const service = spawn(join(folder, 'lixiao'), ['serve', '--data', data, ...options], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => service.on('close', resolve));
  const [address] = await announced(service, /^listening on (http:\/\/\S+)$/);
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
