// Socket.IO sessions whose requests fall on any edge: nothing sticks, neither
// by ports of their own nor by one port that the kernel shares out.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from '../lib/cluster.js';
import { freePorts, until, temporaryFolder } from '../lib/programs.js';
import { RawSocket, SIO_WAIT_MS, httpUrl, withSio } from '../lib/sio.js';

const PROFILE = `
[profile]
title = Echo

[namespace /]
auth = none

[event message]
to = self
emit = message-back
args = args

[event message-with-ack]
ack = args
`;

// One HTTP request on a connection of its own, so that each may reach another
// edge where edges share a port.
function request(url, { method = 'GET', body, gone } = {}) {
    return new Promise((resolve, reject) => {
        const sent = http.request(url, { method, agent: false,
            headers: body === undefined ? {}
                : { 'content-type': 'text/plain;charset=UTF-8',
                    'content-length': Buffer.byteLength(body) } });
        sent.setTimeout(40_000, () => sent.destroy(new Error('no answer')));
        sent.on('error', reject);
        sent.on('response', (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part));
            answer.on('error', reject);
            answer.on('end', () => resolve({ status: answer.statusCode,
                text: Buffer.concat(parts).toString() }));
        });
        gone?.then(() => sent.destroy());
        sent.end(body);
    });
}

// A session that goes to the urls in turn.
class Session {
    constructor(urls) {
        this.urls = urls;
        this.turn = 0;
        this.packets = [];
    }

    static async open(urls) {
        const session = new Session(urls);
        const [open] = await session.fetch();
        session.sid = JSON.parse(open.slice(1)).sid;
        await session.post('40');
        assert.match(await session.next(), /^40/);
        return session;
    }

    query(transport = 'polling') {
        const sid = this.sid === undefined ? '' : `&sid=${this.sid}`;
        return `EIO=4&transport=${transport}${sid}`;
    }

    url() {
        const url = this.urls[this.turn++ % this.urls.length];
        return `${url}/socket.io/?${this.query()}`;
    }

    async fetch() {
        const answer = await request(this.url());
        assert.equal(answer.status, 200, answer.text);
        return answer.text.split('\x1e');
    }

    async post(body) {
        const answer = await request(this.url(), { method: 'POST', body });
        assert.deepEqual(answer, { status: 200, text: 'ok' });
    }

    // The next packet that is no ping.
    async next() {
        for (;;) {
            while (this.packets.length === 0) {
                this.packets = await this.fetch();
            }
            const packet = this.packets.shift();
            if (packet !== '2') {
                return packet;
            }
            await this.post('3');
        }
    }
}

function withEdges(name, options, play) {
    test(name, { timeout: 120_000 }, async () => {
        const folder = temporaryFolder();
        const profile = path.join(folder, 'echo.conf');
        fs.writeFileSync(profile, PROFILE);
        const cluster = await Cluster.start({ edges: 2, workers: 1,
            ...options,
            args: ['--profile', profile, ...options.args ?? []] });
        try {
            await withSio(cluster, (scene) => play(scene, cluster));
            const exit = await cluster.stop();
            assert.deepEqual(exit, { code: 0, signal: null });
            assert.deepEqual(cluster.sanitizerReports(), []);
        } finally {
            cluster.destroy();
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });
}

async function echo(session, text) {
    await session.post(`42["message","${text}"]`);
    assert.equal(await session.next(), `42["message-back","${text}"]`);
}

// Upgrades a polling session by way of a url, as a client does it.
async function upgrade(session, url) {
    const raw = new RawSocket(url, session.query('websocket'));
    await raw.opened;
    raw.send('2probe');
    assert.equal(await raw.next('3probe'), '3probe');
    // The GET that a client has under way now ends with a noop.
    raw.send('5');
    return raw;
}

withEdges('sessions whose requests go to two edges in turn', {},
    async (scene, cluster) => {
        const urls = [httpUrl(cluster, 0), httpUrl(cluster, 1)];
        const session = await Session.open(urls);
        for (let i = 0; i < 30; i++) {
            session.turn += i % 3; // every order of the two
            await echo(session, `n${i}`);
        }
        // A GET that waits at the other edge, answered by what comes at this.
        const waiting = request(`${urls[1]}/socket.io/?${session.query()}`);
        await sleep(300);
        const big = 'x'.repeat(600_000);
        const posted = await request(
            `${urls[0]}/socket.io/?${session.query()}`,
            { method: 'POST', body: `42["message","${big}"]` });
        assert.equal(posted.text, 'ok');
        assert.equal((await waiting).text, `42["message-back","${big}"]`);

        // A WebSocket at either edge for a session of the first.
        for (const url of urls) {
            const other = await Session.open([urls[0]]);
            const raw = await upgrade(other, url);
            for (let i = 0; i < 20; i++) {
                raw.send(`42["message",${i}]`);
            }
            for (let i = 0; i < 20; i++) {
                assert.equal(await raw.next(), `42["message-back",${i}]`);
            }
            raw.send('451-["message",{"_placeholder":true,"num":0}]');
            raw.send(Buffer.from([0, 1, 2]));
            assert.match(await raw.next(), /^451-\["message-back"/);
            assert.deepEqual(await raw.next(), Buffer.from([0, 1, 2]));
            raw.send(`42["message","${big}"]`);
            assert.equal(await raw.next(), `42["message-back","${big}"]`);
            raw.close();
            // The session ended with its WebSocket.
            await until(async () => (await request(
                `${urls[1]}/socket.io/?${other.query()}`)).status === 400,
            'the end of the session', SIO_WAIT_MS);
        }
    });

withEdges('a client that leaves its long poll at another edge', {},
    async (scene, cluster) => {
        const urls = [httpUrl(cluster, 0), httpUrl(cluster, 1)];
        const session = await Session.open([urls[0]]);
        await assert.rejects(request(
            `${urls[1]}/socket.io/?${session.query()}`,
            { gone: sleep(300) }));
        await until(async () => (await request(
            `${urls[0]}/socket.io/?${session.query()}`,
            { method: 'POST', body: '3' })).status === 400,
        'the session ends as if it had left here', SIO_WAIT_MS);
        const unknown = { status: 400,
            text: '{"code":1,"message":"Session ID unknown"}' };
        for (const url of urls) {
            assert.deepEqual(await request(
                `${url}/socket.io/?${session.query()}`), unknown);
            assert.deepEqual(await request(`${url}/socket.io/?EIO=4&`
                + 'transport=polling&sid=nobody'), unknown);
        }
    });

withEdges('an edge that dies takes its sessions along, at the others too', {},
    async (scene, cluster) => {
        const urls = [httpUrl(cluster, 0), httpUrl(cluster, 1)];
        const polling = await Session.open([urls[0]]);
        const waiting = request(`${urls[1]}/socket.io/?${polling.query()}`);
        const upgraded = await Session.open([urls[0]]);
        const raw = await upgrade(upgraded, urls[1]);
        raw.send('42["message",1]');
        assert.equal(await raw.next(), '42["message-back",1]');
        await cluster.kill('edge', 0);
        const began = Date.now();
        const answer = await waiting;
        assert.equal(answer.status, 400);
        assert.match(answer.text, /Session ID unknown/);
        assert.equal(await raw.isClosed(), 1012);
        assert.ok(Date.now() - began < 20_000);
        await cluster.healthy();
        // The edge is another one now, although of the same name.
        const again = await request(
            `${urls[1]}/socket.io/?${polling.query()}`);
        assert.equal(again.status, 400);
    });

// Two edges, a broker, a worker.
const PROGRAMS = 4;
const metrics = await freePorts(PROGRAMS);

// Requests and WebSockets that reached the edge that has not their session.
async function strayed() {
    let sum = 0;
    for (let i = 0; i < PROGRAMS; i++) {
        const answer = await fetch(`http://127.0.0.1:${metrics + i}/metrics`);
        for (const [, count] of (await answer.text()).matchAll(
            /^moot_edge_remote_(?:polls_total|tunnels) (\d+)$/gm)) {
            sum += Number(count);
        }
    }
    return sum;
}

const PING_INTERVAL_MS = 500;
const PING_TIMEOUT_MS = 3000;

withEdges('socket.io-client at a port that two edges share',
    { portShared: true, args: ['--metrics-port', String(metrics),
        '--socketio-ping-interval-ms', String(PING_INTERVAL_MS),
        '--socketio-ping-timeout-ms', String(PING_TIMEOUT_MS)] },
    async (scene) => {
        const clients = [];
        const pings = new Map();
        for (let i = 0; i < 24; i++) {
            clients.push(await scene.connect({ name: `c${i}`,
                transport: i % 3 === 0 ? 'polling' : 'upgrade' }));
        }
        for (const client of clients) {
            pings.set(client, 0);
            client.socket.io.on('ping', () =>
                pings.set(client, pings.get(client) + 1));
        }
        for (const [i, client] of clients.entries()) {
            if (i % 3 !== 0) {
                await client.upgraded();
            }
            client.emit('message', i, 'first');
            client.emit('message', i, 'second');
            assert.deepEqual(await client.call('message-with-ack', 'a', i),
                ['a', i]);
            await client.expect('message-back', i, 'first');
            await client.expect('message-back', i, 'second');
        }
        assert.ok(await strayed() > 0, 'nothing reached the other edge');
        // Pings and pongs cross edges too: no pong was due and missing.
        const enough = 2 + PING_TIMEOUT_MS / PING_INTERVAL_MS;
        await until(() => clients.every((client) =>
            client.disconnects.length > 0 || pings.get(client) >= enough),
        `${enough} pings`, SIO_WAIT_MS * 2);
        for (const client of clients) {
            assert.deepEqual(client.disconnects, []);
        }
    });
