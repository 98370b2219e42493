// Where in a YAML text a position is: which keys lead there, and whether a key or a value is being written. Reads
// plain lines and brackets only, so that it also works while the text is not YAML yet.

const kKey = /^((?:"[^"]*"|'[^']*'|[^\s#"'{}[\],&*!|>%@`:-][^#:{}[\],]*?)|-[^\s:]+?)\s*:(?=\s|$)/;
const unquoted = (text) => text.trim().replace(/^(["'])(.*)\1$/, '$2');

// Walks the characters of flow collections `{…}` and `[…]`; `open` holds one entry for each that is open.
function walkFlow(text, open) {
  let token = '';
  for (let at = 0; at < text.length; ++at) {
    const c = text[at];
    if (c === '"' || c === "'") {
      const end = text.indexOf(c, at + 1);
      if (end < 0) return { token: text.slice(at), inQuote: true };
      token += text.slice(at, end + 1);
      at = end;
    } else if (c === '#' && (at === 0 || /\s/.test(text[at - 1]))) {
      return { token: '', comment: true };
    } else if (c === '{' || c === '[') {
      open.push({ map: c === '{', key: c === '[' ? '[]' : null });
      token = '';
    } else if (c === '}' || c === ']') {
      open.pop();
      token = '';
    } else if (c === ',' && open.length > 0) {
      if (open.at(-1).map) open.at(-1).key = null;
      token = '';
    } else if (c === ':' && open.at(-1)?.map && open.at(-1).key === null && /\s|$/.test(text[at + 1] ?? '')) {
      open.at(-1).key = unquoted(token);
      token = '';
    } else {
      token += c;
    }
  }
  return { token: token.trimStart() };
}

// `{ path, word, isKey }` for the end of `text`; `path` holds keys, and '[]' for the entries of a list.
export function placeOf(text) {
  const lines = text.split('\n');
  const stack = [];
  const flow = [];
  let last = { token: '' };
  let pending = false;
  lines.forEach((line, number) => {
    const final = number === lines.length - 1;
    if (flow.length > 0) {
      last = walkFlow(line, flow);
      pending = false;
      return;
    }
    let rest = line;
    let indent = rest.length - rest.trimStart().length;
    rest = rest.slice(indent);
    if (!final && (rest === '' || rest.startsWith('#'))) return;
    // The entries of a list may stand right under its key.
    const isEntry = rest === '-' || rest.startsWith('- ');
    const ended = (top) => top.indent > indent || (top.indent === indent && !(isEntry && top.key !== '[]'));
    while (stack.length > 0 && ended(stack.at(-1))) stack.pop();
    while (rest === '-' || rest.startsWith('- ')) {
      stack.push({ indent, key: '[]' });
      const step = rest.length - rest.slice(1).trimStart().length;
      indent += step;
      rest = rest.slice(step);
    }
    const key = kKey.exec(rest);
    pending = false;
    if (key) {
      stack.push({ indent, key: unquoted(key[1]) });
      rest = rest.slice(key[0].length);
      pending = true;
    }
    last = walkFlow(rest.trimStart(), flow);
  });
  const path = [...stack.map((entry) => entry.key)];
  if (last.comment || last.inQuote) return null;
  if (flow.length === 0) return { path, word: last.token, isKey: !pending };
  for (const entry of flow) if (entry.key !== null) path.push(entry.key);
  return { path, word: last.token, isKey: flow.at(-1).map && flow.at(-1).key === null };
}
