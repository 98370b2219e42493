// Somebody at a browser: cookies, forms filled in as they stand on the page, redirects followed.
import assert from 'node:assert/strict';

const kAnswerMs = 30_000;
const kEntities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };
export const plain = (text) => text.replace(/&(#?\w+);/g, (whole, name) => kEntities[name] ?? (name[0] === '#' ? String.fromCodePoint(Number(name.slice(1).replace(/^x/i, '0x'))) : whole));
const attribute = (tag, name) => {
  const found = tag.match(new RegExp(`\\b${name}="([^"]*)"`));
  return found ? plain(found[1]) : undefined;
};

// The form whose tag and content are given: where it goes, and what it sends when nothing is touched.
function readForm(tag, content) {
  const fields = {};
  for (const [input] of content.matchAll(/<input\b[^>]*>/g)) {
    const type = attribute(input, 'type');
    if (!attribute(input, 'name') || ['submit', 'file'].includes(type) || (['radio', 'checkbox'].includes(type) && !/\bchecked\b/.test(input))) continue;
    fields[attribute(input, 'name')] = attribute(input, 'value') ?? '';
  }
  for (const [, open, text] of content.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g)) fields[attribute(open, 'name')] = plain(text.replace(/^\n/, ''));
  for (const [, open, text] of content.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
    const options = [...text.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = options.find((option) => /\bselected\b/.test(option)) ?? options[0];
    fields[attribute(open, 'name')] = chosen ? attribute(chosen, 'value') ?? '' : '';
  }
  return { action: attribute(tag, 'action'), method: attribute(tag, 'method'), file: /multipart/.test(tag), fields };
}

// As browsers write it: a file that was not chosen has the name "".
export function multipart(fields, file) {
  const boundary = `----lixiao${Math.random().toString(36).slice(2)}`;
  const part = (head, content) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const parts = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value.replace(/\r?\n/g, '\r\n')));
  const named = file && file.name === undefined ? '' : `; filename="${file?.name ?? ''}"`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"${named}\r\nContent-Type: ${file ? 'text/csv' : 'application/octet-stream'}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(parts.join('') + head), Buffer.from(file?.content ?? ''), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

export class Page {
  constructor(status, text, path) {
    this.status = status;
    this.text = text;
    this.path = path;
  }

  // What a person reads.
  get words() {
    const shown = this.text.replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ');
    return plain(shown).replace(/\s+/g, ' ');
  }

  get forms() {
    return [...this.text.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/g)].map(([, tag, content]) => ({ ...readForm(tag, content), text: content }));
  }

  // The first form that goes there and holds what is looked for.
  form(action, holds = '') {
    const found = this.forms.find((form) => form.action === action && form.text.includes(holds));
    assert.ok(found, `no form to ${action} with "${holds}" on ${this.path}: ${this.words.slice(0, 600)}`);
    return found;
  }
}

// As browsers do: asked once more on a new connection when the kept one was closed in the meantime.
async function ask(address, options) {
  const once = () => fetch(address, { ...options, signal: AbortSignal.timeout(kAnswerMs) });
  return once().catch((error) => {
    if (options.method !== 'GET' || !['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'].includes(error.cause?.code)) throw error;
    return once();
  });
}

export class Person {
  #cookies = new Map([['lixiao_language', 'zh']]);

  constructor(house, login) {
    this.house = house;
    this.login = login;
  }

  // What every form of this person carries.
  async token() {
    return (await this.get('/slip')).form('/language').fields.csrf;
  }

  async signIn(password) {
    const door = await this.get('/sign-in');
    const page = await this.send(door.form('/sign-in'), { login: this.login, password });
    assert.ok(page.status === 200 && !page.path.startsWith('/sign-in'), `${this.login} cannot sign in: ${page.words}`);
    return this;
  }

  async request(method, path, body, headers = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(this.house.address + path, { method, body, redirect: 'manual', headers: { cookie, ...headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      this.#cookies.set(name, value);
    }
    return answer;
  }

  async follow(answer, path) {
    if (answer.status === 303) {
      await answer.arrayBuffer();
      return this.get(answer.headers.get('location'));
    }
    return new Page(answer.status, await answer.text(), path);
  }

  async get(path) {
    return this.follow(await this.request('GET', path), path);
  }

  async read(path) {
    const answer = await this.request('GET', path);
    assert.equal(answer.status, 200, `${this.login} asks for ${path}`);
    return answer;
  }
  json = async (path) => (await this.read(path)).json();
  bytes = async (path) => Buffer.from(await (await this.read(path)).arrayBuffer());

  // Sends a form of a page with these fields filled in; `file`: what is chosen where it asks for one.
  async send(form, fields = {}, file = undefined) {
    const all = { ...form.fields, ...fields };
    if (!form.file) return this.follow(await this.request('POST', form.action, new URLSearchParams(all)), form.action);
    const { type, body } = multipart(all, file);
    return this.follow(await this.request('POST', form.action, body, { 'content-type': type }), form.action);
  }
}
