// The draft: the files as the admin is changing them, kept in this browser so that a closed tab loses nothing.

const same = (left, right) =>
  left.files.length === right.files.length &&
  left.files.every((file) => right.files.some((other) => other.path === file.path && other.text === file.text));

export class Draft {
  // `original`: the active files; `posted`: the draft that the page answers with, if it does.
  constructor(login, original, posted) {
    this.key = `lixiao.draft.${login}`;
    this.original = original;
    this.restored = false;
    this.state = structuredClone(original);
    const kept = posted ?? this.#read();
    if (kept && !same(kept, original)) {
      this.state = kept;
      this.restored = !posted;
    }
    this.keep();
  }

  get files() {
    return this.state.files;
  }

  find(path) {
    return this.files.find((file) => file.path === path);
  }

  originalText(path) {
    return this.original.files.find((file) => file.path === path)?.text ?? '';
  }

  changed(file) {
    const before = this.original.files.find((other) => other.path === file.path);
    return !before || before.text !== file.text;
  }

  discard() {
    this.state = structuredClone(this.original);
    this.keep();
  }

  json() {
    return JSON.stringify(this.state);
  }

  // A full or forbidden storage only costs the convenience.
  keep() {
    try {
      if (same(this.state, this.original)) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, this.json());
    } catch {
      this.restored = false;
    }
  }

  #read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      const fits = kept && typeof kept.base === 'string' && Array.isArray(kept.files) &&
        kept.files.every((file) => typeof file.path === 'string' && typeof file.text === 'string');
      return fits ? kept : null;
    } catch {
      return null;
    }
  }
}
