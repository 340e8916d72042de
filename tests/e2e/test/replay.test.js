// `moot tap --replay`: a captured run sent again to a fresh cluster gives the
// same answers and the same rooms; what differs is told.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after } from 'node:test';
import { Cluster, ownCluster, runProgram } from '../lib/cluster.js';
import { findProgram, temporaryFolder, until } from '../lib/programs.js';
import { SECRET } from '../lib/token.js';

const PROGRAMS = 5;
const OPTIONS = { edges: 2, workers: 2 };
const env = { MOOT_JWT_SECRET: SECRET };
const folder = temporaryFolder();

after(() => fs.rmSync(folder, { recursive: true, force: true }));

// A capture of all programs that is written while play() runs.
async function captured(cluster, file, play, more = ['--bodies']) {
    const seen = new Set();
    const from = cluster.logSize();
    const child = spawn(findProgram('moot'), ['tap', '--data', cluster.data,
        '--write', file, ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (part) => { err += part; });
    const ended = new Promise((resolve) => {
        child.on('close', resolve);
    });
    try {
        await until(() => {
            for (const [, program] of cluster.log(from).matchAll(
                /proc=(\S+) ev=taps taps=1/g)) {
                seen.add(program);
            }
            return seen.size === PROGRAMS;
        }, 'a tap everywhere');
        // What an edge shows is in order: once the answer to its marker is
        // in the file, everything is.
        for (const client of await play()) {
            const roomId = `marker-${client.name}`;
            await client.request({ type: 'ROOM_INFO', roomId });
            await until(async () => (await runProgram('moot', ['tap', '--json',
                '--read', file, `room=${roomId}`])).stdout.includes(
                '"point":"client_out"'), `${roomId} in the file`);
        }
    } finally {
        child.kill('SIGINT');
        assert.equal(await ended, 0, err);
    }
    assert.match(err, / 0 lost/);
}

const replay = (cluster, file, ...more) => runProgram('moot', ['tap',
    '--read', file, '--replay', '--to', cluster.url(1), '--json', ...more],
{ env, timeout: 60_000 });

async function state(cluster) {
    const { code, stdout, stderr } = await runProgram('moot', ['tap',
        '--state', '--to', cluster.url(0), '--json'], { env });
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
}

// About 200 requests of five users in six rooms, refusals and all.
async function play(s) {
    const users = [];
    for (let i = 0; i < 5; i++) {
        users.push(await s.client(`user-${i}`, { edge: i % 2 }));
    }
    const rooms = [];
    for (let i = 0; i < 6; i++) {
        const owner = users[i % 5];
        const { room } = await owner.ok({ type: 'ROOM_CREATE',
            ...(i === 3 ? {} : { roomId: s.room() }), name: `Röom "${i}"`,
            memberIds: [users[(i + 1) % 5].user] }, 'ROOM_CREATED');
        rooms.push(room.id);
    }
    await Promise.all(users.map(async (client, u) => {
        for (let i = 0; i < 36; i++) {
            const roomId = rooms[(u + 7 * i + Math.floor(i / 10)) % 6];
            const wanted = [
                { type: 'ROOM_JOIN', roomId },
                { type: 'ROOM_MESSAGE', roomId, content: `ä\n${u}/${i}`,
                    clientMessageId: `${u}-${i % 5}` },
                { type: 'ROOM_INFO', roomId },
                { type: 'ROOM_MESSAGE', roomId, content: '😀',
                    messageType: 'emoji' },
                { type: 'ROOM_UPDATE_META', roomId, patch: {
                    name: `N${i}`, thumbnailUrl: i % 2 ? null : 'http://x' } },
                { type: 'ROOM_ADD_MEMBERS', roomId,
                    userIds: [users[(u + 2) % 5].user, `extra-${i}`] },
                { type: 'ROOM_SET_ROLE', roomId, role: 'ADMIN',
                    userId: users[(u + 1) % 5].user },
                { type: 'ROOM_REMOVE_MEMBER', roomId,
                    userId: `extra-${i - 2}` },
                { type: 'ROOM_LEAVE', roomId: rooms[1] },
                { type: 'ROOM_INFO', roomId: `${roomId}-none` },
            ][(i + u) % 10];
            await client.request(wanted);
            client.drop();
        }
    }));
    await users[0].request({ type: 'ROOM_DELETE', roomId: rooms[5] });
    return [users[0], users[1]];
}

async function fresh(check) {
    const cluster = await Cluster.start(OPTIONS);
    try {
        await check(cluster);
        assert.deepEqual(await cluster.stop(), { code: 0, signal: null });
        assert.deepEqual(cluster.logErrors(), []);
    } finally {
        cluster.destroy();
    }
}

const file = path.join(folder, 'run.tap');
let original;

ownCluster('a run is captured', OPTIONS, async (s, cluster) => {
    await captured(cluster, file, () => play(s));
    original = await state(cluster);
    assert.ok(original.rooms >= 4, JSON.stringify(original));
});

test('as fast as it goes: the same answers, the same rooms', () =>
    fresh(async (cluster) => {
        assert.equal((await state(cluster)).rooms, 0);
        const { code, stdout, stderr } = await replay(cluster, file,
            '--speed', 'max');
        assert.equal(code, 0, `${stderr}${stdout}`);
        const report = JSON.parse(stdout);
        assert.ok(report.requests >= 180, stdout);
        assert.equal(report.sessions, 5);
        assert.equal(report.same, report.requests);
        assert.equal(report.state, original.state);
        assert.equal(report.rooms, original.rooms);
        assert.deepEqual((await state(cluster)).state, original.state);

        // Once more: nearly everything is different now, and it is said.
        const again = await replay(cluster, file, '--speed', 'max');
        assert.equal(again.code, 1);
        assert.ok(JSON.parse(again.stdout).different > 30, again.stdout);
        assert.match(again.stderr, new RegExp('ROOM_CREATE of user-\\d.*: '
            + 'was ROOM_CREATED .*is ERROR CREATE_FAILED'));
    }));

test('at its own pace, and with another secret', () =>
    fresh(async (cluster) => {
        const refused = await runProgram('moot', ['tap', '--read', file,
            '--replay', '--to', cluster.url(0)],
        { env: { MOOT_JWT_SECRET: `${SECRET}x` } });
        assert.equal(refused.code, 1);
        assert.match(refused.stderr, /was not accepted/);

        const { code, stdout, stderr } = await replay(cluster, file,
            '--speed', '5');
        assert.equal(code, 0, `${stderr}${stdout}`);
        const report = JSON.parse(stdout);
        assert.equal(report.state, original.state);
        assert.ok(report.tookMs < 10_000, stdout);
    }));

ownCluster('without contents', OPTIONS, async (s, cluster) => {
    const hollow = path.join(folder, 'hollow.tap');
    await captured(cluster, hollow, async () => {
        const alice = await s.client('alice');
        const roomId = s.room();
        await alice.ok({ type: 'ROOM_CREATE', roomId }, 'ROOM_CREATED');
        for (let i = 0; i < 5; i++) {
            await alice.ok({ type: 'ROOM_MESSAGE', roomId,
                content: 'secret'.repeat(50) }, 'ROOM_MESSAGE_RESPONSE');
        }
        alice.drop();
        return [alice];
    }, []);
    original = await state(cluster);
    await fresh(async (other) => {
        const { code, stdout, stderr } = await replay(other, hollow);
        assert.equal(code, 0, stderr);
        assert.match(stderr, /without --bodies: 5 messages/);
        assert.equal(JSON.parse(stdout).state, original.state);
        assert.equal(JSON.parse(stdout).withoutContent, 5);
        assert.ok(JSON.parse(stdout).tookMs < 10_000, stdout);
    });
});

test('what cannot be sent again', async () => {
    const moot = (...args) => runProgram('moot', ['tap', ...args], { env });
    assert.equal((await moot('--replay')).code, 2);
    assert.equal((await moot('--read', file, '--replay', '--speed', '0'))
        .code, 2);
    const none = await moot('--read', file, '--replay', '--to', 'nowhere');
    assert.equal(none.code, 1);
    assert.match(none.stderr, /ws:\/\/host:port/);
    const empty = await moot('--read', file, '--replay', 'user=nobody');
    assert.equal(empty.code, 1);
    assert.match(empty.stderr, /no request of a client/);
    const gone = await moot('--read', file, '--replay', '--to',
        'ws://127.0.0.1:1/ws');
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /was not accepted/);
});
