// Socket.IO clients of the tests: the real socket.io-client, and beside it
// raw Engine.IO over WebSocket and over polling for what it would never send.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { until } from './programs.js';
import { tokenOf, seconds } from './token.js';

export const SIO_WAIT_MS = 10_000;

export const TRANSPORTS = {
    websocket: ['websocket'],
    polling: ['polling'],
    upgrade: ['polling', 'websocket'],
};

// The profile conformance without its short times, written into that folder:
// what ends a session within seconds then is not the heartbeat.
export function patientProfile(folder) {
    const text = fs.readFileSync(new URL(
        '../../../deploy/profiles/conformance.conf', import.meta.url), 'utf8');
    const patient = text.replace(/^\[limits\]\n[^[]*/m, '');
    assert.notEqual(patient, text);
    const file = path.join(folder, 'patient.conf');
    fs.writeFileSync(file, patient);
    return file;
}

export function httpUrl(cluster, edge = 0) {
    return `http://127.0.0.1:${cluster.port + edge}`;
}

// The claims of the support chat, and of the chat rooms.
export function supportToken(user, rol = 'user', more = {}) {
    return tokenOf({ user, name: user.toUpperCase(), rol,
        exp: seconds(3600), ...more });
}

export function accessToken(sub, more = {}) {
    return tokenOf({ sub, token_type: 'access', exp: seconds(3600), ...more });
}

// A connected namespace of socket.io-client that keeps every event in order.
export class Sio {
    constructor(url, options) {
        this.name = options.name ?? 'client';
        this.frames = [];   // [event, ...args], not yet taken
        this.all = [];
        this.disconnects = [];
        this.socket = io(url + (options.namespace ?? '/'), {
            forceNew: true, reconnection: options.reconnection ?? false,
            reconnectionDelay: 50, reconnectionDelayMax: 300,
            path: options.path ?? '/socket.io/',
            transports: TRANSPORTS[options.transport ?? 'websocket'],
            ...(options.auth ? { auth: options.auth } : {}),
            ...(options.cookie ? { extraHeaders: { cookie: options.cookie } }
                : {}),
        });
        this.socket.onAny((...frame) => {
            this.frames.push(frame);
            this.all.push(frame);
        });
        this.socket.on('disconnect', (why) => this.disconnects.push(why));
    }

    // Resolves when the server let it in, fails with its message otherwise.
    static async connect(url, options = {}) {
        const client = new Sio(url, options);
        const { socket } = client;
        let timer;
        await new Promise((resolve, reject) => {
            timer = setTimeout(() => reject(
                new Error(`${client.name}: no CONNECT`)), SIO_WAIT_MS);
            socket.once('connect', resolve);
            socket.once('connect_error', reject);
        }).catch((error) => {
            client.close();
            throw error;
        }).finally(() => clearTimeout(timer));
        socket.off('connect_error');
        return client;
    }

    // The message with which the server refuses.
    static async refused(url, options = {}) {
        try {
            (await Sio.connect(url, options)).close();
        } catch (error) {
            return error.message;
        }
        throw new Error(`${options.name ?? 'client'} was let in`);
    }

    get transport() {
        return this.socket.io.engine.transport.name;
    }

    async upgraded() {
        await until(() => this.transport === 'websocket',
            `${this.name} on a WebSocket`, SIO_WAIT_MS);
    }

    emit(...args) {
        this.socket.emit(...args);
    }

    // Emits and gives the arguments of the ack.
    call(event, ...args) {
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(
                new Error(`${this.name}: no ack of ${event}`)), SIO_WAIT_MS);
            this.socket.emit(event, ...args, (...ack) => {
                clearTimeout(timer);
                resolve(ack);
            });
        });
    }

    // The next event, which must be this one.
    async expect(event, ...args) {
        await until(() => this.frames.length > 0,
            `${event} at ${this.name}`, SIO_WAIT_MS);
        assert.deepEqual(this.frames.shift(), [event, ...args],
            `at ${this.name}`);
    }

    async next() {
        await until(() => this.frames.length > 0,
            `an event at ${this.name}`, SIO_WAIT_MS);
        return this.frames.shift();
    }

    close() {
        this.socket.disconnect();
        this.socket.io.engine?.close();
    }
}

// Clients that are closed whatever happens, and names of one test's own.
// transport: of those clients that are not told theirs.
export async function withSio(cluster, play, transport = 'websocket') {
    const clients = [];
    const offset = cluster.logSize();
    const tag = randomBytes(4).toString('hex');
    const scene = {
        cluster, tag, clients,
        user: (name) => `${name}-${tag}`,
        url: (edge = 0) => httpUrl(cluster, edge),
        expectedErrors: [],
        async connect(options = {}) {
            const client = await Sio.connect(httpUrl(cluster,
                options.edge ?? 0), { transport, ...options });
            clients.push(client);
            return client;
        },
        refused: (options = {}) => Sio.refused(httpUrl(cluster,
            options.edge ?? 0), { transport, ...options }),
    };
    try {
        await play(scene);
        assert.deepEqual(cluster.logErrors(offset, scene.expectedErrors), [],
            'error lines in the logs');
    } catch (error) {
        error.message += clients.slice(0, 6).map((client) =>
            `\n  ${client.name}: ${JSON.stringify(client.all.slice(-12))}`)
            .join('') + `\n  logs:\n${cluster.logTail(30, offset)}`;
        throw error;
    } finally {
        clients.forEach((client) => client.close());
    }
}

// A raw WebSocket at the Engine.IO path; text messages are strings, binary
// ones are Buffers.
export class RawSocket {
    constructor(url, query = 'EIO=4&transport=websocket', options = {}) {
        this.frames = [];
        this.closed = null;
        this.socket = new WebSocket(`${url.replace('http', 'ws')}`
            + `${options.path ?? '/socket.io/'}?${query}`, {
            headers: options.headers ?? {}, allowSynchronousEvents: false });
        this.socket.on('message', (data, binary) =>
            this.frames.push(binary ? data : data.toString()));
        this.opened = new Promise((resolve, reject) => {
            this.socket.once('open', resolve);
            this.socket.once('error', reject);
        });
        this.opened.catch(() => {});
        this.socket.on('close', (code) => { this.closed = code; });
        this.socket.on('error', () => {});
    }

    // Opened, and the Engine.IO open packet read.
    static async connect(url, options = {}) {
        const raw = new RawSocket(url, undefined, options);
        await raw.opened;
        const open = await raw.next();
        assert.equal(open[0], '0');
        raw.handshake = JSON.parse(open.slice(1));
        return raw;
    }

    // The same, and the namespace connected.
    static async enter(url, connect = '40', options = {}) {
        const raw = await RawSocket.connect(url, options);
        raw.send(connect);
        raw.answer = await raw.next();
        assert.match(raw.answer, /^40/);
        return raw;
    }

    send(data) {
        this.socket.send(data);
    }

    // The next frame that is no ping; pings are answered.
    async next(what = 'a frame') {
        for (;;) {
            await until(() => this.frames.length > 0 || this.closed !== null,
                what, SIO_WAIT_MS);
            if (this.frames.length === 0) {
                throw new Error(`${what}: closed with ${this.closed}`);
            }
            const frame = this.frames.shift();
            if (frame !== '2') {
                return frame;
            }
            this.send('3');
        }
    }

    // Closed by the server, and not for want of a pong: pings are answered.
    async isClosed(what = 'the end of the connection') {
        await until(() => {
            const others = this.frames.filter((frame) => frame !== '2');
            for (let i = others.length; i < this.frames.length; i += 1) {
                this.send('3');
            }
            this.frames = others;
            return this.closed !== null;
        }, what, SIO_WAIT_MS);
        return this.closed;
    }

    close() {
        this.socket.terminate();
    }
}

// Raw polling: each step one HTTP request.
export class RawPolling {
    constructor(urls, sid = null) {
        this.urls = [urls].flat();
        this.turn = 0;
        this.sid = sid;
    }

    // Requests go to the edges in turn when there are several.
    target(more = '') {
        const url = this.urls[this.turn % this.urls.length];
        this.turn += 1;
        const sid = this.sid === null ? '' : `&sid=${this.sid}`;
        return `${url}/socket.io/?EIO=4&transport=polling${sid}${more}`;
    }

    static async connect(urls) {
        const poll = new RawPolling(urls);
        const answer = await fetch(poll.target());
        const text = await answer.text();
        assert.equal(answer.status, 200, text);
        poll.handshake = JSON.parse(text.slice(1));
        poll.sid = poll.handshake.sid;
        return poll;
    }

    // All packets of one answer.
    async get(signal = AbortSignal.timeout(SIO_WAIT_MS * 3)) {
        const answer = await fetch(this.target(), { signal });
        const text = await answer.text();
        if (answer.status !== 200) {
            const error = new Error(text);
            error.status = answer.status;
            throw error;
        }
        return text.split('\x1e');
    }

    async post(body) {
        const answer = await fetch(this.target(), { method: 'POST', body,
            headers: { 'content-type': 'text/plain;charset=UTF-8' } });
        return { status: answer.status, text: await answer.text() };
    }
}
