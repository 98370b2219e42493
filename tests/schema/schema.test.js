// What an editor would say: the printed schema takes every good file and refuses every bad one whose mistake a
// schema can see.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { parseDocument } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(process.env.LIXIAO_BIN ?? join(root, 'build/release'), 'lixiao');
const printed = spawnSync(program, ['schema'], { encoding: 'utf8' });
const schema = JSON.parse(printed.stdout);
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addSchema(schema, 'lixiao');

// Which kind of file it is follows from its name, as for the loader, and from what an edition extends.
function shapeOf(path, text) {
  if (/edition\.yaml$/.test(path)) return /^extends:/m.test(text) ? 'edition_change' : 'edition';
  if (/\.test\.yaml$/.test(path)) return 'tests';
  return /colleges\//.test(path) ? 'college' : 'student_type';
}

// The mistakes of a text, as an editor would show them; undefined when it is not YAML.
function mistakes(text, shape) {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
  if (/(^|\s)\*\w/.test(text)) return undefined; // an alias: the loader takes none
  const validate = ajv.getSchema(`lixiao#/$defs/${shape}`);
  return validate(document.toJS()) ? [] : validate.errors;
}

function filesBelow(folder, end) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const good = ['workflows', 'tests/config/base', 'tests/config/warnings', 'tests/editions'].flatMap((folder) => {
  try {
    return filesBelow(folder, '.yaml');
  } catch (fault) {
    if (fault.code === 'ENOENT') return [];
    throw fault;
  }
});

test('the schema is one that ajv takes without a complaint', () => {
  assert.equal(printed.status, 0);
  for (const shape of Object.keys(schema.$defs)) assert.ok(ajv.getSchema(`lixiao#/$defs/${shape}`), shape);
  assert.ok(ajv.getSchema('lixiao'));
});

test('every good file is good to the schema', () => {
  assert.ok(good.length >= 11);
  for (const path of good) {
    const text = readFileSync(path, 'utf8');
    const place = text.match(/^# (?:replaces|adds): (\S+)/)?.[1] ?? path; // a case of tests/config/warnings
    assert.deepEqual(mistakes(text, shapeOf(place, text)), [], path);
  }
});

test('a change of an edition says only what differs, and is held to the keys all the same', () => {
  const head = 'edition: 2016\nextends: ../2015/edition.yaml\n';
  const said = (text) => mistakes(head + text, 'edition_change');
  assert.deepEqual(said('title: { zh: 新 }\nitems:\n  library: { due: 2016-06-24, message: ~ }\n  sports: ~\nfacts: ~\n'), []);
  assert.deepEqual(said('calendar: { on_site: { to: 2016-06-24 }, day: 2016-06-01 }\nconditions: { graduating: ~, old: today > day }\n'), []);
  assert.notDeepEqual(said('items: { library: { deu: 2016-06-24 } }\n'), []);
  assert.notDeepEqual(said('items: { library: { mode: automatc } }\n'), []);
  assert.notDeepEqual(mistakes('extends: ../2015/edition.yaml\n', 'edition_change'), []);
});

// Codes of mistakes that show in the form of a file, without knowing what its names mean.
const visible = new Set(['unknown-key', 'missing-key', 'wrong-type', 'missing-value', 'unknown-value', 'bad-boolean',
  'bad-date', 'bad-duration', 'bad-number', 'bad-id', 'bad-item', 'bad-key', 'duplicate-key', 'bad-hours', 'anchor', 'tag', 'tab',
  'merge-key', 'empty-file', 'too-deep', 'yaml-syntax', 'multi-document']);

// Files with such a code whose mistake a schema cannot see after all: the reason of each.
const unseen = {
  'a word of the edition, not of the language': ['rule_enum_word', 'rule_enum_word_in_list', 'rule_provider_word',
    'rule_twice_wrong', 'rule_word_of_several', 'test_type_unknown', 'test_batch_unknown', 'type_unknown', 'test_status_unknown', 'test_document_status_of_item',
    'test_item_status_of_document'],
  'what a rule says': ['rule_exponent', 'rule_three_decimals', 'rule_bad_date', 'rule_bare_date', 'rule_nested_too_deep'],
  'a key that another one asks for': ['enum_empty', 'enum_without_values', 'money_without_currency', 'no_item_department',
    'no_passes_when', 'use_without_passes_when', 'registrar_when_after_rest', 'registrar_when_without_rest',
    'test_deferred_without_day', 'new_part_without_title'],
  'what kind of attribute or fact it is': ['student_type_not_enum', 'no_student_type_attribute', 'test_no_type',
    'test_money_wrong', 'test_count_wrong', 'test_boolean_wrong', 'test_since_wrong', 'for_each_with_blank'],
  'the length of a month': ['day_that_does_not_exist', 'test_bad_today', 'list_due_wrong'],
  'a list of the world, not of the language': ['currency_unknown', 'charges_currency_unknown', 'timezone_unknown'],
  'how many decimals a number was written with': ['waive_below_three_decimals'],
  'whether hours follow one another': ['appointment_hours_backwards', 'appointment_hours_overlap'],
  'how long a day is': ['appointment_valid_for_hours'],
  'a tag that YAML has itself': ['tag'],
  'True is a boolean to YAML readers': ['capital_true'],
  'an anchor that is used nowhere is YAML': ['anchor'],
};
const reasons = new Map(Object.entries(unseen).flatMap(([reason, names]) => names.map((name) => [name, reason])));

test('every bad file whose mistake a schema can see is bad to it, and no other', () => {
  const files = readdirSync(join(root, 'tests/config/bad'));
  assert.ok(files.length > 150);
  const wrong = [];
  for (const file of files) {
    const name = file.replace('.bad.yaml', '');
    const text = readFileSync(join(root, 'tests/config/bad', file), 'utf8');
    const expected = readFileSync(join(root, 'tests/config/expected', `${name}.txt`), 'utf8');
    const codes = [...expected.matchAll(/error\[([a-z0-9-]+)\]/g)].map((found) => found[1]);
    const found = mistakes(text, shapeOf(text.match(/^# \w+: (\S+)/)[1], text));
    const seen = found === undefined || found.length > 0;
    const expectedSeen = codes.some((code) => visible.has(code)) && !reasons.has(name);
    if (seen !== expectedSeen) wrong.push(`${name} (${codes}) is ${seen ? 'bad' : 'good'} to the schema`);
  }
  assert.deepEqual(wrong, []);
  for (const name of reasons.keys()) assert.ok(files.includes(`${name}.bad.yaml`), `${name} is no bad file`);
});
