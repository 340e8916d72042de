// A WebSocket client that keeps a full transcript of its socket and holds
// every frame against the contract. Nothing here sleeps: to wait means to
// wait for a frame, and silence is proved by a marker that comes next.

import assert from 'node:assert/strict';
import http from 'node:http';
import WebSocket from 'ws';
import { frameErrors } from './shapes.js';

// The server answers within 5 s; machines that run the tests may be slow.
export const WAIT_MS = 15_000;

export class HandshakeRefused extends Error {
    constructor(status, headers, body) {
        super(`the upgrade was answered with HTTP ${status}: ${body}`);
        Object.assign(this, { status, headers, body });
    }
}

function short(frame) {
    const line = JSON.stringify(frame) ?? String(frame);
    return line.length > 300 ? `${line.slice(0, 300)}… (${line.length})`
        : line;
}

function matches(frame, wanted) {
    if (typeof wanted === 'function') {
        assert.ok(wanted(frame), `refused by the test: ${short(frame)}`);
        return;
    }
    for (const [key, value] of Object.entries(wanted ?? {})) {
        if (value === undefined) {
            assert.ok(!(key in frame), `${key} in ${short(frame)}`);
        } else {
            assert.deepEqual(frame[key], value,
                `${key} of ${short(frame)}`);
        }
    }
}

export class Client {
    // options: token (sent as bearer), headers, query, protocols, name,
    // user, established (false: do not wait for CONNECTION_ESTABLISHED),
    // ws (further options of the ws package).
    static async connect(url, options = {}) {
        const client = new Client(url, options);
        await client.opened;
        if (options.established !== false) {
            client.established = await client.expect(
                'CONNECTION_ESTABLISHED');
        }
        return client;
    }

    constructor(url, options) {
        this.name = options.name ?? options.user ?? 'client';
        this.user = options.user;
        this.transcript = [];
        this.unread = [];
        this.violations = [];
        this.anonymousRequests = 0;
        this.closure = null;
        this.count = 0;
        this.waiters = new Set();
        const headers = { ...options.headers };
        if (options.token !== undefined) {
            headers.Authorization = `Bearer ${options.token}`;
        }
        this.ws = new WebSocket(`${url}${options.query ?? ''}`,
            options.protocols ?? [], {
                headers, perMessageDeflate: false,
                handshakeTimeout: WAIT_MS, maxPayload: 64 << 20,
                ...options.ws,
            });
        this.opened = this.#open();
        this.opened.catch(() => {});
    }

    #open() {
        return new Promise((resolve, reject) => {
            this.ws.on('open', resolve);
            this.ws.on('error', reject);
            this.ws.on('unexpected-response', (request, response) => {
                const parts = [];
                response.on('data', (part) => parts.push(part));
                response.on('error', reject);
                response.on('end', () => reject(new HandshakeRefused(
                    response.statusCode, response.headers,
                    Buffer.concat(parts).toString())));
            });
            this.ws.on('message', (data, binary) =>
                this.#receive(data, binary));
            this.ws.on('close', (code, reason) => {
                this.closure = { code, reason: reason.toString() };
                this.#wake();
            });
        });
    }

    #receive(data, binary) {
        let frame;
        try {
            assert.ok(!binary, 'a binary frame');
            frame = JSON.parse(data.toString());
        } catch (error) {
            this.violations.push(`unreadable frame: ${error.message}`);
            return;
        }
        for (const error of frameErrors(frame)) {
            this.violations.push(`${error} in ${short(frame)}`);
        }
        this.transcript.push({ dir: 'in', at: Date.now(), frame });
        this.unread.push(frame);
        this.#wake(frame);
    }

    #wake(frame) {
        for (const waiter of [...this.waiters]) {
            waiter(frame);
        }
    }

    // Waits until probe() gives something other than undefined. Asked at
    // once, then with each frame that has come.
    #until(probe, what, timeout = WAIT_MS) {
        return new Promise((resolve, reject) => {
            const finish = (settle, value) => {
                clearTimeout(timer);
                this.waiters.delete(look);
                settle(value);
            };
            const look = (frame) => {
                const value = probe(frame);
                if (value !== undefined) {
                    finish(resolve, value);
                } else if (this.closure !== null) {
                    finish(reject, new Error(`${this.name}: closed with `
                        + `${this.closure.code} while waiting for ${what}`
                        + this.tail()));
                }
            };
            const timer = setTimeout(() => finish(reject, new Error(
                `${this.name}: nothing came in ${timeout} ms while `
                + `waiting for ${what}${this.tail()}`)), timeout);
            this.waiters.add(look);
            look();
        });
    }

    // The end of the transcript, for messages.
    tail(count = 12) {
        const lines = this.transcript.slice(-count).map(({ dir, frame }) =>
            `\n    ${this.name} ${dir === 'in' ? '<' : '>'} `
            + short(frame));
        return lines.join('');
    }

    get isOpen() {
        return this.ws.readyState === WebSocket.OPEN;
    }

    // -- sending ---------------------------------------------------------

    send(frame) {
        this.transcript.push({ dir: 'out', at: Date.now(), frame });
        if (!('correlationId' in frame)) {
            this.anonymousRequests += 1;
        }
        this.ws.send(JSON.stringify(frame));
    }

    // Text or bytes exactly as given, in a text frame unless binary.
    sendRaw(data, options = {}) {
        this.transcript.push({ dir: 'out', at: Date.now(),
            frame: `raw: ${String(data).slice(0, 80)}` });
        this.anonymousRequests += 1;
        this.ws.send(data, { binary: false, ...options });
    }

    nextCorrelationId() {
        this.count += 1;
        return `${this.name}#${this.count}`;
    }

    // Sends with a correlation id of its own; returns that id.
    post(frame) {
        const correlationId = frame.correlationId
            ?? this.nextCorrelationId();
        this.send({ ...frame, correlationId });
        return correlationId;
    }

    // -- receiving -------------------------------------------------------

    // The next frame that was not read yet.
    next(what = 'a frame', timeout = WAIT_MS) {
        return this.#until(() => this.unread.shift(), what, timeout);
    }

    // The next frame must be of this type and match.
    async expect(type, wanted, timeout = WAIT_MS) {
        const frame = await this.next(type, timeout);
        assert.equal(frame.type, type,
            `${this.name} wanted ${type}${this.tail()}`);
        matches(frame, wanted);
        return frame;
    }

    // Takes the first unread frame that fits; earlier ones stay unread.
    pick(fits, what = 'a fitting frame', timeout = WAIT_MS) {
        // Those that were there are looked at once: there may be thousands.
        return this.#until((frame) => {
            if (frame === undefined) {
                const at = this.unread.findIndex(fits);
                return at < 0 ? undefined : this.unread.splice(at, 1)[0];
            }
            return this.unread.at(-1) === frame && fits(frame)
                ? this.unread.pop() : undefined;
        }, what, timeout);
    }

    answer(correlationId, timeout = WAIT_MS) {
        return this.pick((frame) => frame.correlationId === correlationId,
            `the answer to ${correlationId}`, timeout);
    }

    // Sends and returns the direct response; other frames stay unread.
    async request(frame, timeout = WAIT_MS) {
        return this.answer(this.post(frame), timeout);
    }

    // Sends, reads up to the direct response: {response, before}, where
    // before lists all frames that reached this socket ahead of it.
    async call(frame, timeout = WAIT_MS) {
        const correlationId = this.post(frame);
        const before = [];
        for (;;) {
            const got = await this.next(
                `the answer to ${short(frame)}`, timeout);
            if (got.correlationId === correlationId) {
                return { response: got, before };
            }
            before.push(got);
        }
    }

    // A request that must be answered by this type.
    async ok(frame, type, wanted) {
        const response = await this.request(frame);
        assert.equal(response.type, type,
            `${short(frame)} was answered by ${short(response)}`);
        matches(response, wanted);
        return response;
    }

    // A request that must be refused by ERROR with this code.
    async refused(frame, code, wanted) {
        return this.ok(frame, 'ERROR', { code, ...wanted });
    }

    // All frames that came before the answer to a PING.
    async sync() {
        const { response, before } = await this.call({ type: 'PING' });
        assert.equal(response.type, 'PONG');
        return before;
    }

    // Nothing unread, and nothing comes before the answer to a PING.
    async silent(what = 'nothing') {
        const frames = await this.sync();
        assert.deepEqual(frames.map(short), [],
            `${this.name} should have got ${what}`);
    }

    // Reads up to this frame of the room; returns what came before it.
    async readUntil(fits, what) {
        const before = [];
        for (;;) {
            const frame = await this.next(what);
            if (fits(frame)) {
                return before;
            }
            before.push(frame);
        }
    }

    drop() {
        this.unread.length = 0;
    }

    // -- the end ---------------------------------------------------------

    // Waits for the close: {code, reason}.
    closed(timeout = WAIT_MS) {
        return this.#until(() => this.closure ?? undefined, 'the close',
            timeout);
    }

    async close() {
        if (this.closure === null) {
            this.ws.close(1000);
            await this.closed().catch(() => this.ws.terminate());
        }
    }

    terminate() {
        this.ws.terminate();
    }
}

// A plain HTTP request with the headers of an upgrade: what came back, and
// whether the server closed the connection afterwards.
export function upgrade(url, headers = {}, options = {}) {
    const target = new URL(url.replace(/^ws:/, 'http:'));
    return new Promise((resolve, reject) => {
        const request = http.request({
            host: target.hostname, port: target.port,
            path: target.pathname + target.search,
            method: options.method ?? 'GET', agent: false,
            maxHeaderSize: 1 << 20, timeout: WAIT_MS,
            headers: {
                Connection: 'Upgrade', Upgrade: 'websocket',
                'Sec-WebSocket-Version': '13',
                'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
                ...headers,
            },
        });
        request.on('error', reject);
        request.on('timeout', () => request.destroy(
            new Error('no answer to the upgrade')));
        request.on('upgrade', (response, socket) => {
            socket.destroy();
            resolve({ status: response.statusCode,
                headers: response.headers, body: '' });
        });
        request.on('response', (response) => {
            const parts = [];
            response.on('data', (part) => parts.push(part));
            response.on('error', reject);
            response.on('end', () => {
                const done = (closed) => resolve({
                    status: response.statusCode,
                    headers: response.headers, closed,
                    body: Buffer.concat(parts).toString(),
                });
                if (response.socket.readableEnded
                    || response.socket.destroyed) {
                    done(true);
                    return;
                }
                response.socket.once('close', () => done(true));
                setTimeout(() => done(false), 2000).unref();
            });
        });
        request.end();
    });
}
