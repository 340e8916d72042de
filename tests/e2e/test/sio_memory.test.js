// Thousands of Socket.IO clients come and go and tens of thousands of events
// pass: the memory of the programs settles.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Api, KEY } from '../lib/api.js';
import { Cluster } from '../lib/cluster.js';
import { freePorts, temporaryFolder, until } from '../lib/programs.js';
import { PROFILE } from '../lib/sio_storm.js';
import {
    RawPolling, RawSocket, Sio, httpUrl, supportToken,
} from '../lib/sio.js';

const ROUNDS = 5;
const CONNECTIONS = 1000;   // of each round
const EVENTS = 3600;
const BROADCASTS = 400;
const AT_ONCE = 20;
const LISTENERS = 8;

// From the second round to the last, in KiB. A leak of 1 KiB in each
// connection or event would be 3,000 or more.
const GROWTH_MAX = 2500;

// What a program has allocated; the store's pages are not in it.
function memory(pid) {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/RssAnon:\s+(\d+)/.exec(status)[1]);
}

// Does it count times, some of them at once.
async function times(count, act) {
    let next = 0;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        while (next < count) {
            next += 1;
            await act(next);
        }
    }));
}

const connectAs = (user) => `40${JSON.stringify({
    token: supportToken(user) })}`;

async function byWebSocket(url, n) {
    const raw = await RawSocket.enter(url, connectAs(`u${n % 300}`));
    raw.send(`421["join_chat",{"chat_id":"${n % 70}"}]`);
    while (await raw.next() !== '431[]');
    if (n % 2 === 0) {
        raw.send('41');
        raw.send('1');
        await raw.isClosed();
    } else {
        raw.close();
    }
}

async function byPolling(url, n) {
    const poll = await RawPolling.connect(url);
    await poll.post(connectAs(`u${n % 300}`));
    await poll.get();
    await poll.post(`421["join_chat",{"chat_id":"p"}]`);
    await poll.get();
    if (n % 2 === 0) {
        const raw = new RawSocket(url,
            `EIO=4&transport=websocket&sid=${poll.sid}`);
        await raw.opened;
        raw.send('2probe');
        await raw.next();
        raw.send('5');
        raw.close();
    } else {
        await poll.post('1');
    }
}

async function round({ url, api, writers }) {
    await times(CONNECTIONS, (n) => (n % 5 === 0 ? byPolling : byWebSocket)(
        url, n));
    await times(EVENTS, async (n) => {
        const ack = await writers[n % writers.length].call(
            ...(n % 3 === 0 ? ['dm', { n, to: `u${n % 300}` }]
                : ['say', { n, room: 'chat|all' }]));
        assert.deepEqual(ack, [n]);
    });
    await times(BROADCASTS, (n) => api.ok('POST', '/v1/emit', {
        event: 'news', payload: { n }, targets: ['chat|all'] }));
}

async function play(cluster, api) {
    const url = httpUrl(cluster);
    const clients = [];
    try {
        for (let i = 0; i < LISTENERS; i += 1) {
            const client = await Sio.connect(url, { name: `l${i}`,
                transport: i % 4 === 0 ? 'polling' : 'websocket',
                auth: { token: supportToken(`listener${i}`) } });
            clients.push(client);
            await client.call('join_chat', { chat_id: 'all' });
        }
        const writers = clients.slice(1, 4);
        const pids = [];
        for (const role of ['edge', 'broker', 'worker']) {
            pids.push((await cluster.program(role)).pid);
        }
        const rounds = [];
        for (let i = 0; i < ROUNDS; i += 1) {
            await round({ url, api, writers });
            // Those that left without a word are gone, too.
            await until(async () => (await cluster.program('edge'))
                .connections === LISTENERS, 'the end of all others', 30_000);
            const said = EVENTS - EVENTS / 3 + BROADCASTS;
            await until(() => clients.every(({ all }) =>
                all.length >= said), 'all events');
            for (const client of clients) {
                // joined, in the first round.
                assert.equal(client.all.length, said + (i === 0 ? 1 : 0));
                client.all.length = 0;
                client.frames.length = 0;
            }
            rounds.push(pids.map(memory));
        }
        return rounds;
    } finally {
        clients.forEach((client) => client.close());
    }
}

test(`${ROUNDS * CONNECTIONS} connections, ${ROUNDS
    * (EVENTS + BROADCASTS)} events`, { timeout: 300_000 }, async (t) => {
    const folder = temporaryFolder();
    const profile = path.join(folder, 'storm.conf');
    fs.writeFileSync(profile, PROFILE);
    const port = await freePorts(1);
    const cluster = await Cluster.start({ edges: 1, workers: 1,
        args: ['--profile', profile, '--api-port', String(port)],
        // What AddressSanitizer keeps back of freed memory is no leak.
        env: { ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}`
            + ':quarantine_size_mb=1:thread_local_quarantine_size_kb=64',
        MOOT_API_KEY: KEY, MOOT_API_REQUESTS_PER_SECOND: '0' } });
    try {
        const rounds = await play(cluster, new Api(port));
        const figures = rounds.map((one) => one.join(' ')).join(', ');
        t.diagnostic(`KiB of edge, broker, worker: ${figures}`);
        for (const [i, kib] of rounds.at(-1).entries()) {
            assert.ok(kib - rounds[1][i] < GROWTH_MAX, figures);
        }
        assert.deepEqual(cluster.logErrors(), []);
        assert.deepEqual(await cluster.stop(), { code: 0, signal: null });
        assert.deepEqual(cluster.sanitizerReports(), []);
    } catch (error) {
        error.message += `\n${cluster.logTail(30)}`;
        throw error;
    } finally {
        cluster.destroy();
        fs.rmSync(folder, { recursive: true, force: true });
    }
});
