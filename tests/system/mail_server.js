// A mail server of the house with faults to switch on; what it took is in `letters`, as a reader sees it.
import PostalMime from 'postal-mime';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

const error = (code, text) => Object.assign(new Error(text), { responseCode: code });

export class MailServer {
  letters = [];
  tries = 0; // conversations that were begun
  // What goes wrong: `connect`, `mail`, `rcpt`, `data` each a code, 'drop' (the connection is cut) or 'hang' (no answer);
  // `drop_after_data`: cut once the letter was taken.
  faults = {};
  #sockets = new Set();
  #waiting = [];

  constructor(options = {}) {
    this.options = options;
  }

  async start(port = 0) {
    this.server = new SMTPServer({
      disabledCommands: this.options.key ? [] : ['STARTTLS', 'AUTH'],
      authOptional: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      logger: false,
      ...this.options,
      onConnect: (session, done) => this.#step('connect', session, done, () => ++this.tries),
      onMailFrom: (_, session, done) => this.#step('mail', session, done),
      onRcptTo: (_, session, done) => this.#step('rcpt', session, done),
      onData: (stream, session, done) => this.#read(stream, session, done),
    });
    this.server.on('error', () => {}); // connections that were cut on purpose
    this.server.server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.server.listen(port, '127.0.0.1');
    await once(this.server.server, 'listening');
    this.port = this.server.server.address().port;
    return this;
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // Once that many letters have come.
  async come(count) {
    while (this.letters.length < count) await new Promise((resolve) => this.#waiting.push(resolve));
    return this.letters;
  }

  #cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  #step(name, session, done, count = () => {}) {
    count();
    const fault = this.faults[name];
    if (fault === undefined) return done();
    if (fault === 'hang') return undefined;
    if (fault === 'drop') return this.#cut();
    return done(error(fault, `fault at ${name} for ${session.envelope?.rcptTo?.[0]?.address ?? 'reader@example.edu'}`));
  }

  #read(stream, session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', async () => {
      if (this.faults.data !== undefined) return this.#step('data', session, done);
      const raw = Buffer.concat(chunks);
      this.letters.push({ ...(await PostalMime.parse(raw)), raw: raw.toString('latin1'), to_address: session.envelope.rcptTo[0].address, safe: session.secure, user: session.user });
      if (this.faults.drop_after_data) this.#cut();
      else done();
      this.#waiting.splice(0).forEach((resolve) => resolve());
      return undefined;
    });
  }
}
