// Completion of keys and words from the JSON Schema that the program serves.
import { placeOf } from './text.js';

const kinds = (path) => (path.endsWith('.test.yaml') ? 'tests'
  : path.startsWith('colleges/') || path.includes('/colleges/') ? 'college'
    : path.endsWith('edition.yaml') ? 'edition' : 'student_type');

export class Schema {
  constructor(json, chinese) {
    this.json = json;
    this.chinese = chinese;
  }

  // The alternatives of a schema with references followed.
  #variants(schema) {
    if (!schema || typeof schema !== 'object') return [];
    if (schema.$ref) return this.#variants(schema.$ref.slice(2).split('/').reduce((at, name) => at?.[name], this.json));
    const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
    return inner.length > 0 ? inner.flatMap((each) => this.#variants(each)) : [schema];
  }

  #step(variants, key) {
    return variants.flatMap((each) => this.#variants(
      key === '[]' ? each.items : each.properties?.[key] ?? (each.additionalProperties || null)));
  }

  at(file, path) {
    const root = this.json.$defs?.[kinds(file)] ?? this.json;
    return path.reduce((variants, key) => this.#step(variants, key), this.#variants(root));
  }

  #title(schema) {
    return (this.chinese ? schema.title : schema.description) ?? '';
  }

  keys(file, path) {
    const found = new Map();
    for (const variant of this.at(file, path))
      for (const [label, schema] of Object.entries(variant.properties ?? {}))
        if (!found.has(label)) found.set(label, { label, type: 'property', apply: `${label}: `, info: this.#title(schema) });
    return [...found.values()];
  }

  values(file, path) {
    const words = new Set();
    for (const variant of this.at(file, path)) {
      for (const word of variant.enum ?? []) words.add(String(word));
      if (variant.type === 'boolean') ['true', 'false'].forEach((word) => words.add(word));
    }
    return [...words].map((label) => ({ label, type: 'constant' }));
  }

  // For CodeMirror's autocompletion.
  completions(file, context) {
    const place = placeOf(context.state.sliceDoc(0, context.pos));
    if (!place || (place.word === '' && !context.explicit) || !/^[\w.-]*$/.test(place.word)) return null;
    const options = place.isKey ? this.keys(file, place.path) : this.values(file, place.path);
    return options.length > 0 ? { from: context.pos - place.word.length, options, validFor: /^[\w.-]*$/ } : null;
  }
}
