// A thousand idle and slow clients do not starve the bare service within its stated limits, and do nothing behind the
// nginx configuration that is shipped. Each attack lasts some seconds; meanwhile somebody else asks for a page again
// and again, and every answer must be 200.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freshFolder, root, serve } from './program.js';

const kConnections = '1000';
const kSeconds = '6';
const attacks = {
  'slow heads': ['-H', '-i', '2', '-x', '24', '-t', 'GET'],
  'slow bodies': ['-B', '-i', '2', '-s', '8192', '-x', '10', '-t', 'POST'],
  'slow readers': ['-X', '-w', '1', '-y', '2', '-n', '2', '-z', '8', '-k', '1'],
  'overlapping ranges': ['-R', '-a', '10', '-b', '500', '-t', 'HEAD'],
};

let service;
let proxy;

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

// The status of a page, asked for from another address than the attack's.
function probe(address) {
  const client = address.startsWith('https') ? https : http;
  return new Promise((resolve) => {
    const request = client.get(`${address}/`, { localAddress: '127.0.0.2', rejectUnauthorized: false, agent: false, timeout: 5000 },
      (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error) => resolve(error.code ?? error.message));
  });
}

// The statuses of the probes while slowhttptest attacks, and what it says at its end.
async function attack(address, options) {
  const tool = spawn('slowhttptest', ['-c', kConnections, '-r', '500', '-l', kSeconds, '-p', '3', '-u', `${address}/`, ...options]);
  let output = '';
  tool.stdout.on('data', (chunk) => { output += chunk; });
  let ended = false;
  const end = new Promise((resolve) => tool.on('close', resolve)).then(() => { ended = true; });
  const statuses = [];
  while (!ended) {
    statuses.push(await probe(address));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await end;
  const words = output.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '');
  return { statuses, available: words.match(/service available:\s+(\w+)/g)?.at(-1), output: words };
}

// The shipped configuration with this test's name, ports and certificate.
async function startNginx(upstream) {
  const folder = freshFolder();
  const port = await freePort();
  const plain = await freePort();
  spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=lixiao.test',
    '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]);
  const site = readFileSync(join(root, 'deploy/nginx.conf.template'), 'utf8')
    .replaceAll('@SERVER_NAME@', 'lixiao.test')
    .replace('server 127.0.0.1:8080;', `server 127.0.0.1:${upstream};`)
    .replaceAll(/^\s*listen \[::\].*$/gm, '')
    .replace('listen 80;', `listen 127.0.0.1:${plain};`)
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`)
    .replace('/etc/lixiao/tls/fullchain.pem', join(folder, 'cert.pem'))
    .replace('/etc/lixiao/tls/privkey.pem', join(folder, 'key.pem'))
    .replace(/access_log .*;/, 'access_log off;');
  writeFileSync(join(folder, 'nginx.conf'), `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_rlimit_nofile 10000;
events { worker_connections 8192; }
http { client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
${site}
}
`);
  const nginx = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  const address = `https://127.0.0.1:${port}`;
  for (let i = 0; i < 100 && await probe(address) !== 200; ++i) await new Promise((resolve) => setTimeout(resolve, 50));
  return { address, stop: () => nginx.kill('SIGTERM'), log: () => readFileSync(join(folder, 'error.log'), 'utf8') };
}

before(async () => {
  service = await serve(freshFolder(), '--listen', '127.0.0.1:0');
  proxy = await startNginx(service.port);
  assert.equal(await probe(proxy.address), 200, proxy.log());
});

after(async () => {
  proxy?.stop();
  await service?.stop();
});

for (const [name, options] of Object.entries(attacks)) {
  test(`${name} leave the bare service answering`, async () => {
    const { statuses, available, output } = await attack(service.address, options);
    assert.ok(statuses.length > 10, output);
    assert.deepEqual(statuses.filter((status) => status !== 200), []);
    assert.match(available ?? output, /YES/);
  });
  test(`${name} do nothing behind nginx`, async () => {
    const { statuses, output } = await attack(proxy.address, options);
    assert.ok(statuses.length > 10, output);
    assert.deepEqual(statuses.filter((status) => status !== 200), []);
  });
}
