// Starts the demonstration that `./dev run` starts, in a folder of its own, and reads what it prints.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kStartMs = 240_000;

export class Demonstration {
  // `trial`: the database begins in a trial, so that there is one to end.
  static async start({ trial = false } = {}) {
    const data = await mkdtemp(join(tmpdir(), 'lixiao-demo-'));
    const process = spawn('app/demo.sh', {
      cwd: root,
      detached: true,
      env: { ...globalThis.process.env, LIXIAO_DATA: data, LIXIAO_LISTEN: '127.0.0.1:0', LIXIAO_TRIAL: String(trial) },
    });
    const demonstration = new Demonstration(process, data);
    await demonstration.#untilReady();
    return demonstration;
  }

  constructor(process, data) {
    this.process = process;
    this.data = data;
    this.output = '';
    this.passwords = new Map();
  }

  #untilReady() {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not ready in time:\n${this.output}`)), kStartMs);
      const read = (chunk) => {
        this.output += chunk;
        if (!this.output.includes('Ctrl-C stops it.')) return;
        clearTimeout(late);
        resolve();
      };
      this.process.stdout.on('data', read);
      this.process.stderr.on('data', read);
      this.process.on('exit', (code) => reject(new Error(`ended with ${code}:\n${this.output}`)));
    });
  }

  get address() {
    return this.output.match(/Lixiao is at (http:\/\/\S+)/)[1];
  }

  // An account that a test has made.
  know(login, password) {
    this.passwords.set(login, password);
  }

  // The password of an account, as the table prints it when no test has made it.
  password(login) {
    return this.passwords.get(login) ?? this.output.match(new RegExp(`^ {2}${login} +(\\S+)`, 'm'))[1];
  }

  // The number of the student who has books out.
  get student() {
    return this.output.match(/student with books out, (\S+)/)[1];
  }

  // The control address of a sample system: its `curl -X POST '…'` line up to the number.
  control(path) {
    return this.output.match(new RegExp(`'(http://127\\.0\\.0\\.1:\\d+/${path}\\?student_no=)`))[1];
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.on('close', resolve));
    globalThis.process.kill(-this.process.pid, 'SIGINT');
    await ended;
    await rm(this.data, { recursive: true, force: true });
  }
}
