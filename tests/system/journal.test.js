// The journal handed out: an outsider checks it with the program alone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createHash } from 'node:crypto';
import { freshFolder, lixiao, write } from './program.js';

const zeros = '0'.repeat(64);

// The bytes of docs/journal-format.md.
function hashOf({ seq, at, actor, kind, student_no, item, payload }, previous) {
  const number = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(BigInt(value)); return bytes; };
  const text = (value) => value === null ? Buffer.from([0]) : Buffer.concat([Buffer.from([1]), number(Buffer.byteLength(value)), Buffer.from(value)]);
  return createHash('sha256').update(Buffer.concat([
    Buffer.from('lixiao journal 1'), number(seq), number(at), text(actor), text(kind), text(student_no), text(item), text(payload),
    Buffer.from(previous, 'hex')])).digest('hex');
}

function chain(entries) {
  let previous = zeros;
  const without = (value) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
  return entries.map((entry, at) => {
    const line = { seq: at + 1, at: 1435118400000 + at, student_no: null, item: null, payload: '{}', ...entry };
    const hash = hashOf(line, previous);
    const whole = without({ ...line, at: new Date(line.at).toISOString(), previous, hash });
    previous = hash;
    return whole;
  });
}

const lines = (records) => records.map((record) => JSON.stringify(record)).join('\n') + '\n';
const verify = (text, ...options) => {
  const folder = write(freshFolder(), { 'journal.jsonl': text });
  return lixiao('verify', '--journal', join(folder, 'journal.jsonl'), ...options);
};
const records = chain([
  { actor: 'library', kind: 'registration.made', student_no: '102', item: 'library', payload: '{"remark":"书已还"}' },
  { actor: 'college', kind: 'registration.made', student_no: '102', item: 'college' },
]);

test('an exported journal that another program hashed is found whole', () => {
  const run = verify(lines(records));
  assert.equal(run.code, 0, run.out + run.err);
  assert.match(run.out, new RegExp(`2 entries, the chain is whole; head 2:${records[1].hash}`));
});

test('a changed, a missing and a cut entry are found, and a file that is no journal is told', () => {
  const changed = verify(lines([{ ...records[0], payload: '{"remark":"书未还"}' }, records[1]]));
  assert.equal(changed.code, 1);
  assert.match(changed.out, /broken at entry 1 \(changed\)/);
  assert.match(verify(lines([records[1]])).out, /broken at entry 1 \(missing\)/);
  const cut = verify(lines([records[0]]), '--head', `2:${records[1].hash}`);
  assert.match(cut.out, /\(head\)/);
  const nonsense = verify('student_no,name\n');
  assert.notEqual(nonsense.code, 0);
  assert.match(nonsense.out + nonsense.err, /no entry of a journal/);
});
