// A storm over Socket.IO: people with real clients that write to each other
// and to rooms, raw polling clients that come, look around and go, and the
// application's broadcasts, while the test does its damage. What everybody
// saw goes to sio_history.js.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { io } from 'socket.io-client';
import { KEY } from './api.js';
import { runProgram } from './cluster.js';
import { until } from './programs.js';
import { describe, judge } from './sio_history.js';
import { RawPolling, TRANSPORTS, supportToken } from './sio.js';

export const PROFILE = `
[profile]
title = Storm

[limits]
ping_interval_ms = 4000
ping_timeout_ms = 12000

[namespace /]
auth = token
user = claims.user
join = "user:" + user
join = if(claims.rol == "admin", "admins", null)

[room ChatRoom]
identifier = chat_id
may_join = true

[event dm]
to = "user:" + payload.to
to = if(claims.rol != "admin", "admins", null)
emit = dm
with = {from: user, sid: sid, n: payload.n, to: payload.to}
history = dms
participants = [user, payload.to]
record = {from: user, sid: sid, n: payload.n, to: payload.to}
ack = [payload.n]

[event say]
to = payload.room
emit = said
with = {from: user, sid: sid, n: payload.n, room: payload.room}
ack = [payload.n]

[history dms]
time = at

[view /dms]
history = dms
of = user
`;

const ACK_MS = 15_000;
const TRY_MS = 45_000;
const CHATS = 5;

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// One connection of somebody to the namespace.
class Session {
    constructor(person, sid) {
        this.name = person.name;
        this.user = person.user;
        this.admin = person.rol === 'admin';
        this.steady = person.steady;
        this.sid = sid;
        this.log = [];
        this.rooms = new Set();
        this.n = 0;
        this.over = false;
    }

    take(frame) {
        // It is not known what became of one of its events.
        const unknown = frame[0] === 'error'
            && frame[1].type === 'server_error';
        if (!['joined', 'left'].includes(frame[0]) && !unknown) {
            this.log.push({ in: frame });
        }
    }

    end(why) {
        this.over = true;
        this.log.push({ end: why });
    }
}

// A real client that comes back by itself; each connection is a session.
class Person {
    constructor(storm, { name, rol = 'user', transport, url, steady = false }) {
        Object.assign(this, { storm, name, rol, steady });
        this.user = `${name}-${storm.tag}`;
        this.session = null;
        this.socket = io(url, { forceNew: true, reconnectionDelay: 50,
            reconnectionDelayMax: 400, timeout: 5000,
            transports: TRANSPORTS[transport],
            auth: { token: supportToken(this.user, rol) } });
        this.socket.on('connect', () => this.#begin());
        this.socket.onAny((...frame) => this.session?.take(frame));
        this.socket.on('disconnect', (why) => {
            this.session?.end(why);
            this.session = null;
        });
    }

    #begin() {
        this.session = new Session(this, this.socket.id);
        this.storm.sessions.push(this.session);
    }

    async connected() {
        await until(() => this.session !== null, `${this.name} connected`,
            TRY_MS);
        return this.session;
    }

    // The arguments of the ack; null: the connection ended, or it is not
    // known what became of it.
    ask(...args) {
        return new Promise((resolve) => {
            this.socket.timeout(ACK_MS).emit(...args, (error, ...ack) =>
                resolve(error ? null : ack));
        });
    }

    async join(room) {
        const { session } = this;
        session.log.push({ out: 'join', room });
        const ack = await this.ask('join_chat', { chat_id: room.slice(5) });
        if (ack !== null && !session.over) {
            session.rooms.add(room);
        }
        return ack !== null;
    }

    async leave(room) {
        const { session } = this;
        session.log.push({ out: 'leave', room });
        session.rooms.delete(room);
        // Where in the log the ack is decides, not when it is waited for.
        return new Promise((resolve) => {
            this.socket.timeout(ACK_MS).emit('leave_chat',
                { chat_id: room.slice(5) }, (error) => {
                    if (!error) {
                        session.log.push({ left: room });
                    }
                    resolve(!error);
                });
        });
    }

    // One message to a user or to a room, until its ack or the end of hope.
    async write(kind, target) {
        const { session } = this;
        if (session === null) {
            await sleep(50);
            return;
        }
        session.n += 1;
        const one = { kind, from: this.user, sid: session.sid, n: session.n,
            rank: this.rol, acked: false, ...target };
        this.storm.emissions.push(one);
        const ack = await this.ask(kind === 'dm' ? 'dm' : 'say',
            { n: one.n, ...target });
        if (ack !== null) {
            assert.deepEqual(ack, [one.n]);
            one.acked = true;
            this.storm.acknowledged += 1;
        }
    }

    close() {
        this.socket.disconnect();
    }
}

// A raw polling client whose requests go to the edges in turn.
class Roamer {
    constructor(storm, name) {
        Object.assign(this, { storm, name, rol: 'user', steady: false });
        this.user = `${name}-${storm.tag}`;
        this.acks = 0;
    }

    async #open(urls) {
        const poll = await RawPolling.connect(urls);
        await this.#post(poll, `40${JSON.stringify({
            token: supportToken(this.user) })}`);
        const packets = [];
        for (let i = 0; i < 20; i += 1) {
            packets.push(...await poll.get());
            const answer = packets.find((one) => one.startsWith('40'));
            if (answer !== undefined) {
                this.session = new Session(this,
                    JSON.parse(answer.slice(2)).sid);
                this.storm.sessions.push(this.session);
                packets.splice(0, packets.indexOf(answer) + 1);
                await this.#take(poll, packets);
                return poll;
            }
        }
        throw new Error('no CONNECT');
    }

    async #post(poll, body) {
        const { status, text } = await poll.post(body);
        if (status !== 200) {
            throw new Error(text);
        }
    }

    async #take(poll, packets) {
        for (const packet of packets) {
            if (packet === '2') {
                await this.#post(poll, '3');
            } else if (packet.startsWith('42')) {
                this.session.take(JSON.parse(packet.slice(2)));
            } else if (packet.startsWith('431[')) {
                this.session.log.push({ left: this.room });
            } else if (packet.startsWith('432[')) {
                this.gone = true;
            } else if (packet === '1') {
                throw new Error('closed');
            }
        }
    }

    // Enters a room, listens, leaves it, listens on until a later ack, and is
    // gone.
    async visit(urls, room, ms) {
        const poll = await this.#open(urls);
        this.room = room;
        this.gone = false;
        const data = JSON.stringify({ chat_id: room.slice(5) });
        this.session.log.push({ out: 'join', room });
        await this.#post(poll, `420["join_chat",${data}]`);
        const end = Date.now() + ms;
        while (Date.now() < end) {
            await this.#take(poll, await poll.get());
        }
        this.session.log.push({ out: 'leave', room });
        await this.#post(poll, `421["leave_chat",${data}]`);
        await sleep(100);
        await this.#post(poll, `422["leave_chat",${data}]`);
        while (!this.gone) {
            await this.#take(poll, await poll.get());
        }
        this.storm.visits += 1;
        await this.#post(poll, '1');
    }
}

export class SioStorm {
    // shared: the edges have one port, so nobody is steady but those whose
    // edge no blow strikes, and that cannot be chosen.
    constructor(cluster, { apis, shared = false }) {
        Object.assign(this, { cluster, apis, shared });
        this.tag = randomBytes(4).toString('hex');
        this.rooms = Array.from({ length: CHATS }, (_, i) =>
            `chat|${i}-${this.tag}`);
        this.sessions = [];
        this.emissions = [];
        this.people = [];
        this.acknowledged = 0;
        this.visits = 0;
        this.news = 0;
        this.running = true;
        this.works = [];
        this.turn = 0;
    }

    url(edge) {
        return `http://127.0.0.1:${this.cluster.port
            + (this.shared ? 0 : edge)}`;
    }

    get edges() {
        return this.shared ? [0] : Array.from({ length: this.cluster.edges },
            (_, i) => i);
    }

    async #person(options, edge) {
        const person = new Person(this, { ...options, url: this.url(edge) });
        this.people.push(person);
        await person.connected();
        return person;
    }

    async begin() {
        const steady = !this.shared;
        this.steady = [];
        for (const [name, rol, transport] of [['ann', 'user', 'websocket'],
            ['bob', 'user', 'polling'], ['root', 'admin', 'websocket'],
            ['vip', 'user', 'upgrade']]) {
            const person = await this.#person({ name, rol, transport,
                steady }, 0);
            this.steady.push(person);
            for (const room of this.rooms) {
                await person.join(room);
            }
        }
        this.others = [];
        for (const [i, transport] of ['websocket', 'polling', 'upgrade',
            'websocket'].entries()) {
            this.others.push(await this.#person({ name: `p${i}`, transport,
                rol: i === 3 ? 'admin' : 'user' },
            this.edges.at(-1 - (i % Math.max(1, this.edges.length - 1)))));
        }
        const all = [...this.steady, ...this.others];
        for (const person of all) {
            this.#work((n) => this.#talk(person, all, n));
        }
        for (const person of this.others) {
            this.#work((n) => this.#wander(person, n));
        }
        for (let i = 0; i < 6; i += 1) {
            const roamer = new Roamer(this, `r${i}`);
            this.#work((n) => this.#roam(roamer, n + i));
        }
        this.#work((n) => this.#broadcast(n));
        this.#work((n) => this.#broadcast(n + 1));
        this.#work((n) => this.#honour(n));
    }

    // Does it again and again until the storm is over.
    #work(step) {
        const work = (async () => {
            for (let n = 0; this.running; n += 1) {
                await step(n);
            }
        })();
        work.catch(() => { this.running = false; });
        this.works.push(work);
    }

    // A few at once, so that their order means something.
    async #talk(person, all, n) {
        const batch = [];
        for (let i = 0; i < 4; i += 1) {
            const k = n * 4 + i;
            batch.push(k % 3 === 0
                ? person.write('said', { room: this.rooms[k % CHATS] })
                : person.write('dm', { to: all[k % all.length].user }));
        }
        await Promise.all(batch);
        await sleep(20);
    }

    async #wander(person, n) {
        if (person.session === null) {
            await sleep(50);
            return;
        }
        const room = this.rooms[n % CHATS];
        if (await person.join(room)) {
            await sleep(100 + (n % 5) * 60);
            if (person.session?.rooms.has(room)) {
                await person.leave(room);
            }
        }
        if (n % 40 === 39) {
            person.socket.io.engine?.close();
        }
    }

    async #roam(roamer, n) {
        const urls = this.edges.map((edge) => this.url(edge));
        urls.push(...urls.splice(0, n % urls.length));
        roamer.session = null;
        try {
            await roamer.visit(urls, this.rooms[n % CHATS], 300);
        } catch (error) {
            // Its edge, or the way to it, was struck.
            roamer.session?.end(error.message);
            await sleep(100);
        }
        if (roamer.session !== null) {
            roamer.session.over = true;
        }
    }

    // Asks the application's API until it takes it, at any edge.
    async apply(path, body) {
        const end = Date.now() + TRY_MS;
        for (;;) {
            this.turn += 1;
            const api = this.apis[this.turn % this.apis.length];
            let text;
            try {
                const answer = await fetch(api.base + path, {
                    method: 'POST', body: JSON.stringify(body),
                    signal: AbortSignal.timeout(8000),
                    headers: { authorization: `Bearer ${KEY}` } });
                text = await answer.text();
                if (answer.status === 200) {
                    return JSON.parse(text);
                }
                assert.equal(answer.status, 503, text);
            } catch (error) {
                if (error instanceof assert.AssertionError) {
                    throw error;
                }
                text = error.message;
            }
            assert.ok(Date.now() < end, `${path} is not taken: ${text}`);
            await sleep(50);
        }
    }

    // By the command; it may fail while there is damage.
    async #command(body) {
        const { code, stdout, stderr } = await runProgram('moot', ['emit',
            '--json', '--data', this.cluster.data], {
            env: this.cluster.env, input: JSON.stringify(body) });
        assert.ok(code === 0 || code === 1, stderr);
        return code === 0 ? JSON.parse(stdout) : null;
    }

    // One broadcast, and its repetition by the same key.
    async #announce(target, targets, command) {
        this.news += 1;
        const one = { kind: 'news', n: this.news, acked: false, seqs: [],
            ...target };
        this.emissions.push(one);
        const body = { eventName: 'news', payload: { n: one.n, ...target },
            targets, idempotencyKey: `${this.tag}-${one.n}` };
        const answers = command ? [await this.#command(body)] : [];
        for (let i = 0; i < 1 + (one.n % 2); i += 1) {
            answers.push(await this.apply('/v1/emit', body));
        }
        one.seqs = answers.filter(Boolean).map(({ seq }) => seq);
        [one.seq] = one.seqs;
        one.acked = true;
        this.acknowledged += 1;
    }

    async #broadcast(n) {
        const room = this.rooms[n % CHATS];
        const to = this.steady[n % this.steady.length].user;
        if (n % 2 === 0) {
            await this.#announce({ room }, [room], n % 10 === 0);
        } else {
            await this.#announce({ to }, [{ user: to }], false);
        }
        await sleep(10);
    }

    // The application puts a user into a room and out again; one after the
    // other, so that it knows when that user is owed what goes there.
    async #honour(n) {
        const { user } = this.steady.at(-1);
        const room = `honour-${this.tag}`;
        const path = `/v1/users/${user}`;
        const send = (to) => this.#announce({ to }, [room], false);
        await send('nobody');
        await this.apply(`${path}/join`, { room,
            idempotencyKey: `${room}-in-${n}` });
        await send(user);
        await send(user);
        await this.apply(`${path}/leave`, { room,
            idempotencyKey: `${room}-out-${n}` });
    }

    async progress(count = 200) {
        const goal = this.acknowledged + count;
        await until(() => !this.running || this.acknowledged >= goal,
            `${count} more acknowledged events`, TRY_MS);
        if (!this.running) {
            await Promise.all(this.works);
        }
    }

    // The sessions that are in a room now, by their own account.
    #inside(room) {
        return this.sessions.filter((one) => !one.over && one.rooms.has(room))
            .map(({ sid }) => sid).sort();
    }

    async #listed(api, room) {
        const answer = await fetch(`${api.base}/v1/namespaces/%2F/rooms/`
            + `${encodeURIComponent(room)}/sockets`,
        { headers: { authorization: `Bearer ${KEY}` } });
        const { sockets, complete } = await answer.json();
        return complete ? sockets.map(({ id }) => id).sort() : null;
    }

    // Memberships of sockets and edges that are gone are gone, too.
    async #checkRooms() {
        for (const room of this.rooms) {
            for (const api of this.apis) {
                let listed;
                await until(async () => {
                    listed = await this.#listed(api, room).catch(() => null);
                    return JSON.stringify(listed)
                        === JSON.stringify(this.#inside(room));
                }, `${room}: its sockets`, 30_000, 200).catch((error) => {
                    error.message += `, they are ${listed}, not `
                        + this.#inside(room);
                    throw error;
                });
            }
        }
    }

    async #history({ user }) {
        const answer = await fetch(`${this.url(0)}/dms`, { headers: {
            authorization: `Bearer ${supportToken(user)}` } });
        const text = await answer.text();
        assert.equal(answer.status, 200, text);
        assert.equal(answer.headers.get('link'), null);
        return JSON.parse(text);
    }

    async #judge() {
        const histories = {};
        for (const person of [...this.steady, ...this.others]) {
            histories[person.user] = await this.#history(person);
        }
        return judge({ sessions: this.sessions, histories,
            emissions: this.emissions });
    }

    async end() {
        this.running = false;
        await Promise.all(this.works);
        await this.#checkRooms();
        // What is under way may take a moment; what is lost stays lost.
        let problems;
        await until(async () => {
            problems = await this.#judge().catch((error) =>
                [{ kind: 'history', text: error.message }]);
            return problems.every(({ kind }) => kind !== 'lost'
                && kind !== 'history');
        }, 'everything that is owed', 10_000, 500).catch(() => {});
        assert.equal(problems.length, 0, describe(problems));
    }

    close() {
        this.running = false;
        this.people.forEach((person) => person.close());
    }

    get sum() {
        const frames = this.sessions.reduce((sum, { log }) => sum
            + log.length, 0);
        return `${this.sessions.length} sessions, ${frames} frames, `
            + `${this.acknowledged} of ${this.emissions.length} emissions `
            + `acknowledged, ${this.visits} visits`;
    }
}
