// The editor of the edition's files. The page works as a plain form without it; with it every step is the same form,
// sent in the background, and the draft stays in this browser.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentService, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { unifiedMergeView } from '@codemirror/merge';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { Draft } from './draft.js';
import { Schema } from './schema.js';
import { theme } from './theme.js';

const kTypingPauseMs = 400;
const form = document.getElementById('edition');

// A new line begins where the one before it did, one step further after `key:`.
function indentation(context, pos) {
  const before = context.state.doc.lineAt(pos);
  const line = before.from === pos && before.number > 1 ? context.state.doc.line(before.number - 1).text : before.text.slice(0, pos - before.from);
  const indent = line.length - line.trimStart().length;
  return /:\s*$/.test(line) ? indent + 2 : indent;
}

class Editor {
  constructor() {
    const original = JSON.parse(document.getElementById('original').value);
    const posted = form.dataset.posted ? JSON.parse(form.elements.draft.value) : null;
    this.draft = new Draft(form.dataset.login, original, posted);
    this.outcome = document.getElementById('outcome');
    this.states = new Map();
    this.findings = [];
    this.merge = new Compartment();
    this.checks = 0;
    this.#takeOver();
    this.#open(this.draft.find(form.elements.name.value) ? form.elements.name.value : this.draft.files[0]?.path);
    this.#loadSchema();
    this.#check();
  }

  #takeOver() {
    document.getElementById('text')?.remove();
    const host = document.getElementById('editor');
    host.hidden = false;
    const root = host.attachShadow({ mode: 'open' });
    this.view = new EditorView({ parent: root, root });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.#step(event.submitter?.value ?? 'preview');
    });
    document.getElementById('check').hidden = true;
    document.getElementById('changes-label').hidden = false;
    document.getElementById('changes').addEventListener('change', () => this.#showChanges());
    document.getElementById('restored').hidden = !this.draft.restored;
    document.getElementById('discard').addEventListener('click', () => this.#discard());
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      this.#step('test');
    });
  }

  #extensions(path) {
    return [
      lineNumbers(), lintGutter(), foldGutter(), highlightSpecialChars(), history(), drawSelection(),
      bracketMatching(), closeBrackets(), highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(),
      search({ top: true }), indentUnit.of('  '), indentService.of(indentation), yaml(), theme, EditorView.lineWrapping,
      EditorState.phrases.of(JSON.parse(form.dataset.phrases)),
      EditorView.contentAttributes.of({ 'aria-label': path, tabindex: '0' }),
      autocompletion({ override: [(context) => this.schema?.completions(this.path, context) ?? null] }),
      keymap.of([
        { key: 'Mod-Enter', run: () => { this.#step('test'); return true; } },
        ...closeBracketsKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap,
        indentWithTab, ...defaultKeymap,
      ]),
      EditorView.updateListener.of((update) => { if (update.docChanged) this.#changed(); }),
      this.merge.of([]),
    ];
  }

  #open(path) {
    if (this.path !== undefined) this.states.set(this.path, this.view.state);
    this.path = path;
    const file = this.draft.find(path);
    const text = file?.text ?? '';
    const kept = this.states.get(path);
    this.view.setState(kept && kept.doc.toString() === text
      ? kept : EditorState.create({ doc: text, extensions: this.#extensions(path ?? '') }));
    document.getElementById('editor').hidden = !file;
    form.elements.name.value = path ?? '';
    const name = document.getElementById('open-name');
    if (name) name.textContent = path ?? '';
    this.#showChanges();
    this.#listFiles();
    this.#mark();
  }

  #changed() {
    const file = this.draft.find(this.path);
    if (!file) return;
    file.text = this.view.state.doc.toString();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      this.draft.keep();
      this.#listFiles();
      this.#check();
    }, kTypingPauseMs);
  }

  #showChanges() {
    const on = document.getElementById('changes').checked;
    const original = this.draft.originalText(this.path);
    const view = on ? unifiedMergeView({ original, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } }) : [];
    this.view.dispatch({ effects: this.merge.reconfigure(view) });
  }

  #listFiles() {
    const list = document.getElementById('files');
    list.replaceChildren(...this.draft.files.map((file) => {
      const button = document.createElement('button');
      button.className = 'file';
      button.name = 'step';
      button.value = `open:${file.path}`;
      button.textContent = file.path;
      if (file.path === this.path) button.setAttribute('aria-current', 'true');
      button.classList.toggle('file--changed', this.draft.changed(file));
      const found = this.findings.filter((finding) => finding.file === file.path).length;
      if (found > 0) {
        const count = document.createElement('span');
        count.className = 'count';
        count.textContent = String(found);
        button.append(' ', count);
      }
      const entry = document.createElement('li');
      entry.append(button);
      return entry;
    }));
  }

  #step(step) {
    const changes = { add: () => this.#add(), rename: () => this.#rename(), remove: () => this.#remove() };
    if (step.startsWith('open:')) this.#open(step.slice(5));
    else if (changes[step]) changes[step]();
    else this.#ask(step);
  }

  // The name asked for, when a file may be called so.
  #newName() {
    const name = form.elements.new_name.value.trim();
    const problem = document.getElementById('files-problem');
    const wrong = !/^(?!.*(^|\/)\.{0,2}\/)[^\\:]+\.yaml$/.test(name) ? form.dataset.shape
      : this.draft.find(name) ? form.dataset.taken : '';
    problem.textContent = wrong;
    problem.hidden = wrong === '';
    return wrong === '' ? name : null;
  }

  #filesChanged(path) {
    form.elements.new_name.value = '';
    this.draft.keep();
    this.#open(path);
    this.#check();
  }

  #add() {
    const name = this.#newName();
    if (!name) return;
    this.draft.files.push({ path: name, text: '' });
    this.#filesChanged(name);
  }

  #rename() {
    const file = this.draft.find(this.path);
    const name = file && this.#newName();
    if (!name) return;
    file.path = name;
    this.#filesChanged(name);
  }

  #remove() {
    if (!this.draft.find(this.path) || !window.confirm(form.dataset.confirm)) return;
    this.draft.files.splice(this.draft.files.findIndex((file) => file.path === this.path), 1);
    this.#filesChanged(this.draft.files[0]?.path);
  }

  #discard() {
    this.draft.discard();
    this.states.clear();
    this.path = undefined;
    document.getElementById('restored').hidden = true;
    this.outcome.replaceChildren();
    this.#open(this.draft.files[0]?.path);
    this.#check();
  }

  #post(address, fields) {
    const body = new FormData();
    body.append('csrf', form.elements.csrf.value);
    body.append('draft', this.draft.json());
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return fetch(address, { method: 'POST', body });
  }

  // Check while typing. Of several answers only the newest counts.
  async #check() {
    const turn = ++this.checks;
    try {
      const answer = await this.#post('/api/edition/check', {});
      if (turn !== this.checks || !answer.ok) return;
      this.#found((await answer.json()).findings);
    } catch {
      this.#trouble();
    }
  }

  // A step of the form: its answer is the part of the page below the editor.
  async #ask(step) {
    clearTimeout(this.typing);
    this.draft.keep();
    const turn = ++this.checks;
    this.outcome.textContent = this.outcome.dataset.working;
    try {
      const answer = await this.#post('/admin/edition/draft', { step, name: this.path ?? '', part: 'yes' });
      const text = await answer.text();
      if (turn !== this.checks) return;
      const part = new DOMParser().parseFromString(text, 'text/html').querySelector('.outcome');
      if (!part) return void this.#trouble();
      this.outcome.replaceChildren(part);
      if (part.dataset.base) this.draft.state.base = part.dataset.base;
      this.draft.keep();
      if (part.dataset.findings) this.#found(JSON.parse(part.dataset.findings));
      this.outcome.scrollIntoView({ block: 'nearest' });
    } catch {
      this.#trouble();
    }
  }

  #trouble() {
    const note = document.createElement('p');
    note.className = 'note note--bad';
    note.textContent = form.dataset.trouble;
    this.outcome.replaceChildren(note);
  }

  #found(findings) {
    this.findings = findings;
    this.#listFiles();
    this.#mark();
    const list = document.getElementById('findings');
    list.replaceChildren(...findings.map((finding) => {
      const entry = document.createElement('li');
      entry.className = finding.severity === 'error' ? 'verdict--bad' : '';
      const place = document.createElement('button');
      place.type = 'button';
      place.className = 'place mono';
      place.textContent = `${finding.file}:${finding.line}:${finding.column}`;
      place.addEventListener('click', () => this.#go(finding));
      entry.append(place, ` ${finding.message}${finding.hint ? ` (${finding.hint})` : ''}`);
      return entry;
    }));
  }

  #go(finding) {
    if (!this.draft.find(finding.file)) return;
    if (finding.file !== this.path) this.#open(finding.file);
    const { from } = this.#range(finding);
    this.view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    this.view.focus();
  }

  // Lines and columns count from 1, columns and lengths in code points; CodeMirror counts UTF-16.
  #range({ line, column, length }) {
    const { doc } = this.view.state;
    const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const points = Array.from(found.text);
    const units = (count) => points.slice(0, count).join('').length;
    const from = found.from + units(Math.max(column - 1, 0));
    return { from, to: Math.min(found.from + units(Math.max(column - 1, 0) + length), found.to) };
  }

  #mark() {
    const here = this.findings.filter((finding) => finding.file === this.path).map((finding) => ({
      ...this.#range(finding),
      severity: finding.severity === 'hint' ? 'info' : finding.severity,
      source: finding.code,
      message: finding.hint ? `${finding.message}\n${finding.hint}` : finding.message,
    }));
    this.view.dispatch(setDiagnostics(this.view.state, here));
  }

  async #loadSchema() {
    try {
      const answer = await fetch('/api/edition/schema');
      this.schema = new Schema(await answer.json(), document.documentElement.lang.startsWith('zh'));
    } catch {
      this.#trouble();
    }
  }
}

if (form) new Editor();
