// `moot tap` on a running cluster: what it shows, what it leaves out, and
// that nobody suffers from it.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { ownCluster, runProgram, sharedCluster } from '../lib/cluster.js';
import {
    findProgram, isAlive, killQuietly, temporaryFolder, until,
} from '../lib/programs.js';
import { SECRET, mint } from '../lib/token.js';

const PROGRAMS = ['broker-1', 'edge-1', 'edge-2', 'worker-1', 'worker-2'];

const scene = sharedCluster({ edges: 2, workers: 2 });

const say = (roomId, content, more = {}) => ({ type: 'ROOM_MESSAGE',
    roomId, content, ...more });

// How many taps each program has by its log.
function taps(cluster) {
    const counts = {};
    for (const [, program, count] of cluster.log().matchAll(
        /proc=(\S+) ev=taps taps=(\d+)/g)) {
        counts[program] = Number(count);
    }
    return counts;
}

async function tapped(cluster, count) {
    await until(() => PROGRAMS.every((program) =>
        (taps(cluster)[program] ?? 0) === count), `${count} taps everywhere`);
}

class Tap {
    constructor(cluster, args) {
        this.out = '';
        this.err = '';
        this.child = spawn(findProgram('moot'),
            ['tap', '--data', cluster.data, ...args],
            { stdio: ['ignore', 'pipe', 'pipe'] });
        this.child.stdout.on('data', (part) => { this.out += part; });
        this.child.stderr.on('data', (part) => { this.err += part; });
        this.ended = new Promise((resolve) => {
            this.child.on('close', (code, signal) =>
                resolve({ code, signal }));
        });
        this.pid = this.child.pid;
    }

    // A tap that every program knows of. more: taps there are besides it.
    static async start(cluster, args, more = 0) {
        await tapped(cluster, more);
        const tap = new Tap(cluster, args);
        try {
            await tapped(cluster, more + 1);
        } catch (error) {
            killQuietly(tap.pid, 'SIGKILL');
            error.message += `\n${tap.err}`;
            throw error;
        }
        return tap;
    }

    records() {
        return this.out.split('\n').filter(Boolean).map(JSON.parse);
    }

    // Until a record of that kind was printed.
    async shows(probe, what) {
        return until(() => this.out.endsWith('\n')
            && this.records().find(probe), what).catch((error) => {
            error.message += `\n${this.out.slice(-3000)}${this.err}`;
            throw error;
        });
    }

    async stop(signal = 'SIGINT') {
        this.child.kill(signal);
        return this.ended;
    }
}

// Runs play with a tap that is gone afterwards.
async function withTap(cluster, args, play) {
    const tap = await Tap.start(cluster, args);
    try {
        return await play(tap);
    } finally {
        killQuietly(tap.pid, 'SIGCONT');
        killQuietly(tap.pid, 'SIGKILL');
        await tap.ended;
        await tapped(cluster, 0);
    }
}

// alice at the first edge and bob at the second, in one room, which both
// follow already.
async function pair(s) {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const { id } = await s.roomOf(alice, [bob]);
    await s.marker(id, alice, [bob]);
    return { alice, bob, id };
}

const folder = temporaryFolder();
test.after(() => fs.rmSync(folder, { recursive: true, force: true }));
const file = (name) => path.join(folder, name);

// -- what is shown ----------------------------------------------------------

scene('a message is seen at every point of its way', async (s) => {
    const { alice, bob, id } = await pair(s);
    await withTap(s.cluster, ['--json', `room=${id}`, 'or', 'type=commit'],
        async (tap) => {
            await alice.ok(say(id, 'very private', { clientMessageId: 'k' }),
                'ROOM_MESSAGE_RESPONSE');
            await bob.expect('ROOM_MESSAGE', { roomId: id });
            await tap.shows((r) => r.point === 'delivered', 'the delivery');
            await tap.shows((r) => r.point === 'client_out', 'the answer');
            const { code } = await tap.stop();
            assert.equal(code, 0);
            const records = tap.records();
            const points = new Set(records.map(({ point }) => point));
            for (const point of ['client_in', 'edge_out', 'front_in',
                'back_out', 'worker_in', 'committed', 'published',
                'worker_out', 'back_in', 'front_out', 'edge_in',
                'client_out', 'heard', 'delivered']) {
                assert.ok(points.has(point), `${point} in ${[...points]}`);
            }
            for (const record of records) {
                if (record.point === 'committed') {
                    assert.ok(record.body.records > 0);
                    continue;
                }
                assert.equal(record.room, id);
                assert.equal(record.type, 'ROOM_MESSAGE');
                assert.equal(record.user, alice.user);
                assert.equal(record.clientMessageId, 'k');
                assert.ok(record.size > 0);
                assert.equal(record.body, undefined);
                if (record.message === 'reply') {
                    assert.equal(record.code, 'OK');
                    assert.ok(record.latencyUs > 0);
                }
                if (record.message !== 'event') {
                    assert.equal(record.session,
                        alice.established.sessionId);
                    assert.ok(record.number > 0);
                }
            }
            const delivered = records.filter((r) =>
                r.point === 'delivered');
            assert.deepEqual(delivered.map(({ program, sockets }) =>
                [program, sockets]), [['edge-2', 1]]);
            const times = records.map(({ time }) => time);
            assert.deepEqual(times, [...times].sort(), 'the order of time');
            assert.ok(!tap.out.includes('very private'));
            assert.match(tap.err, /records of 5 programs in .*, 0 lost/);
        });
});

scene('a filter lets through what it says', async (s) => {
    const { alice, bob, id } = await pair(s);
    const { id: other } = await s.roomOf(alice, [bob]);
    await withTap(s.cluster, ['--json',
        `room=${id} and (type=ROOM_MESSAGE or error) or code=NOT_FOUND`],
    async (tap) => {
        await alice.ok(say(other, 'x'), 'ROOM_MESSAGE_RESPONSE');
        await alice.call({ type: 'ROOM_INFO', roomId: id });
        await alice.ok(say(id, 'y'), 'ROOM_MESSAGE_RESPONSE');
        await alice.call({ type: 'ROOM_JOIN', roomId: s.room('none') });
        await alice.call({ type: 'ROOM_JOIN', roomId: '' });
        await tap.shows((r) => r.point === 'client_out'
            && r.code === 'NOT_FOUND', 'the error');
        await tap.stop();
        for (const r of tap.records()) {
            assert.ok(r.code === 'NOT_FOUND'
                || (r.room === id && r.type === 'ROOM_MESSAGE'),
            JSON.stringify(r));
        }
        assert.ok(tap.records().some((r) => r.point === 'published'));
    });
});

scene('what the edge refuses itself is seen too', async (s) => {
    const { alice } = await pair(s);
    await withTap(s.cluster, ['--json', 'error and peer=client'],
        async (tap) => {
            await alice.call({ type: 'ROOM_JOIN', roomId: '' });
            const record = await tap.shows((r) => r.code
                === 'VALIDATION_ERROR', 'the refusal');
            assert.equal(record.user, alice.user);
            assert.equal(record.program, 'edge-1');
        });
});

scene('--count and --for end it; beats only with --all', async (s) => {
    const data = ['tap', '--data', s.cluster.data];
    const three = await runProgram('moot', [...data, '--all', '--count',
        '3', 'type=edge_beat']);
    assert.equal(three.code, 0);
    assert.equal(three.stdout.trimEnd().split('\n').length, 3);
    assert.ok(!three.stdout.includes('\u001b'), 'colour in a pipe');
    const began = Date.now();
    const quiet = await runProgram('moot', [...data, '--for', '1500ms']);
    assert.ok(Date.now() - began >= 1400);
    assert.deepEqual([quiet.code, quiet.stdout], [0, '']);
});

scene('mistakes are shown with their place', async (s) => {
    for (const [args, words] of [
        [['room=a', 'and', 'tpe=x'], /no such field\n.*tpe=x\n {15}\^/],
        [['type=ROOM_MESAGE'], /no such type/], [['--for', '3'], /--for/],
        [['--rotate', '0'], /--rotate/], [['--count', '0'], /--count/],
        [['--follow', 'x', 'error'], /--follow/],
        [[`room=${'x'.repeat(3000)}`], /at most 2048/]]) {
        const { code, stderr } = await runProgram('moot',
            ['tap', '--data', s.cluster.data, ...args]);
        assert.equal(code, 2, args.join(' '));
        assert.match(stderr, words);
    }
    const nobody = await runProgram('moot', ['tap', '--data', folder,
        '--for', '500ms']);
    assert.equal(nobody.code, 1);
    assert.match(nobody.stderr, /no program answers/);
});

// -- bodies and secrets -------------------------------------------------------

scene('contents only with --bodies, tokens never', async (s) => {
    const { alice, bob, id } = await pair(s);
    const token = mint(s.user('carol'));
    const hidden = new Tap(s.cluster, ['--all', '--json']);
    try {
        await tapped(s.cluster, 1);
        const shown = new Tap(s.cluster, ['--all', '--bodies', '--json']);
        try {
            await tapped(s.cluster, 2);
            await s.client('carol', { token });
            await s.client('carol', { query: `?token=${token}`,
                token: undefined });
            await alice.ok(say(id, 'very private'), 'ROOM_MESSAGE_RESPONSE');
            await bob.expect('ROOM_MESSAGE', { roomId: id });
            for (const tap of [hidden, shown]) {
                await tap.shows((r) => r.point === 'delivered'
                    && r.room === id, 'the delivery');
                await tap.shows((r) => r.point === 'client_out'
                    && r.room === id, 'the answer');
                await tap.stop();
            }
            assert.ok(!hidden.out.includes('very private'));
            assert.ok(shown.records().some((r) =>
                r.body?.content === 'very private'));
            const [, claims, signature] = token.split('.');
            for (const secret of [token, claims, signature, SECRET]) {
                assert.ok(!shown.out.includes(secret));
            }
        } finally {
            killQuietly(shown.pid, 'SIGKILL');
        }
    } finally {
        killQuietly(hidden.pid, 'SIGKILL');
    }
    await tapped(s.cluster, 0);
    for (const name of PROGRAMS) {
        const { mode } = fs.statSync(path.join(s.cluster.data, 'run',
            `${name}.tap`));
        assert.equal(mode & 0o777, 0o600, name);
    }
});

// -- files --------------------------------------------------------------------

const read = (name, ...args) => runProgram('moot',
    ['tap', '--read', file(name), ...args]);

scene('a written file is read with the same filters', async (s) => {
    const { alice, bob, id } = await pair(s);
    await withTap(s.cluster, ['--write', file('cap')], async (tap) => {
        for (let i = 0; i < 20; i += 1) {
            await alice.ok(say(id, `m${i}`, { clientMessageId: `f${i}` }),
                'ROOM_MESSAGE_RESPONSE');
            await bob.expect('ROOM_MESSAGE', { roomId: id });
        }
        await until(async () => (await read('cap', '--json',
            'peer=client and out')).stdout.split('\n').length > 20,
        'all in the file');
        assert.equal((await tap.stop()).code, 0);
        assert.equal(tap.out, '');
    });
    const all = await read('cap', '--json');
    assert.equal(all.code, 0);
    const records = all.stdout.trimEnd().split('\n').map(JSON.parse);
    const requests = await read('cap', '--json',
        `type=request and peer=client and user=${alice.user}`);
    assert.equal(requests.stdout.trimEnd().split('\n').length, 20);
    const two = await read('cap', '--count', '2');
    assert.equal(two.stdout.trimEnd().split('\n').length, 2);
    assert.equal(fs.statSync(file('cap')).mode & 0o777, 0o600);

    // Cut at any byte: what is whole before is shown.
    const bytes = fs.readFileSync(file('cap'));
    for (const cut of [0, 1, 15, 16, 17, 24, 500, bytes.length - 1]) {
        fs.writeFileSync(file('cut'), bytes.subarray(0, cut));
        const { code, stdout, stderr } = await read('cut', '--json');
        const shown = stdout.split('\n').filter(Boolean);
        assert.equal(code, cut === 16 ? 0 : 1, `cut at ${cut}: ${stderr}`);
        assert.ok(shown.length < records.length);
        assert.deepEqual(shown.map(JSON.parse),
            records.slice(0, shown.length));
        assert.ok(cut === 16 || /ends inside a record/.test(stderr), stderr);
    }
    const other = Buffer.from(bytes);
    other[bytes.length - 5] ^= 1;
    fs.writeFileSync(file('bad'), other);
    assert.match((await read('bad')).stderr, /damaged at byte/);
    fs.writeFileSync(file('no'), 'not such a file, by any means');
    assert.match((await read('no')).stderr, /no capture file/);
    assert.equal((await read('missing')).code, 1);

    const follow = await read('cap', '--follow', 'f7');
    assert.equal(follow.code, 0);
    assert.match(follow.stdout, /accepted from the client[^]*committed/);
});

scene('files are rotated by size', async (s) => {
    const { alice, id } = await pair(s);
    await withTap(s.cluster, ['--write', file('rot'), '--rotate', '8KiB',
        '--keep', '3'], async (tap) => {
        for (let i = 0; i < 30; i += 1) {
            await alice.ok(say(id, `m${i}`), 'ROOM_MESSAGE_RESPONSE');
        }
        await until(() => fs.existsSync(file('rot.2')), 'three files');
        await tap.stop();
    });
    const names = fs.readdirSync(folder).filter((n) => n.startsWith('rot'));
    assert.deepEqual(names.sort(), ['rot', 'rot.1', 'rot.2']);
    for (const name of names) {
        assert.ok(fs.statSync(file(name)).size <= 8192);
        assert.equal((await read(name)).code, 0);
    }
});

// -- following ----------------------------------------------------------------

scene('one request is followed by its clientMessageId', async (s) => {
    const { alice, bob, id } = await pair(s);
    await withTap(s.cluster, ['--follow', 'wanted', '--json'],
        async (tap) => {
            await alice.ok(say(id, 'no'), 'ROOM_MESSAGE_RESPONSE');
            await alice.ok(say(id, 'yes', { clientMessageId: 'wanted' }),
                'ROOM_MESSAGE_RESPONSE');
            await bob.expect('ROOM_MESSAGE');
            await bob.expect('ROOM_MESSAGE');
            assert.equal((await tap.ended).code, 0);
            const [line, ...more] = tap.records();
            assert.equal(more.length, 0);
            assert.equal(line.clientMessageId, 'wanted');
            const points = line.hops.map(({ point }) => point);
            assert.deepEqual([...points].sort(), ['back_in', 'back_out',
                'client_in', 'client_out', 'committed', 'delivered',
                'edge_in', 'edge_out', 'front_in', 'front_out', 'heard',
                'heard', 'published', 'published', 'worker_in',
                'worker_out'].sort());
            assert.equal(points[0], 'client_in');
            for (const [before, after] of [['edge_out', 'front_in'],
                ['back_out', 'worker_in'], ['worker_in', 'committed'],
                ['committed', 'published'], ['published', 'heard'],
                ['committed', 'worker_out'], ['edge_in', 'client_out']]) {
                assert.ok(points.indexOf(before) < points.indexOf(after),
                    `${before} before ${after}`);
            }
            assert.equal(line.hops.reduce((sum, { stepUs }) =>
                sum + stepUs, 0), line.hops.at(-1).sinceStartUs);
        });
});

scene('one request is followed by its number', async (s) => {
    const { alice, id } = await pair(s);
    const { sessionId } = alice.established;
    // Its first requests to this room's slot were CREATE and the marker.
    await withTap(s.cluster, ['--follow', `${sessionId}/3`], async (tap) => {
        await alice.ok(say(id, 'the third'), 'ROOM_MESSAGE_RESPONSE');
        assert.equal((await tap.ended).code, 0);
        assert.match(tap.out, new RegExp(`^ROOM_MESSAGE of ${alice.user} in `
            + `${id}, ${sessionId}/3\n`));
        assert.match(tap.out, /answered to the client: OK/);
        assert.match(tap.out, /committed with \d+ message/);
    });
    const none = await runProgram('moot', ['tap', '--data', s.cluster.data,
        '--follow', 'nothing', '--for', '300ms']);
    assert.equal(none.code, 1);
    assert.match(none.stderr, /no request nothing was seen/);
});

// -- terminals ----------------------------------------------------------------

scene('a narrow terminal cuts lines, NO_COLOR is obeyed', async (s) => {
    const run = (env) => spawnSync('script', ['-qec',
        `stty cols 20; ${findProgram('moot')} tap --data ${s.cluster.data} `
        + '--all --count 5', '/dev/null'], { encoding: 'utf8',
        timeout: 20_000, env: { ...process.env, ...env } });
    const plain = run({ NO_COLOR: '1' }).stdout.split(/\r?\n/)
        .filter((line) => /^\d\d:\d\d:/.test(line));
    assert.equal(plain.length, 5);
    for (const line of plain) {
        assert.ok(line.length <= 20, line);
        assert.ok(!line.includes('\u001b'), line);
    }
    assert.ok(run({ NO_COLOR: '' }).stdout.includes('\u001b['));
});

// -- nobody suffers -----------------------------------------------------------

async function sendMany(client, id, count) {
    const began = Date.now();
    const sent = [];
    for (let i = 0; i < count; i += 1) {
        sent.push(client.post(say(id, `${i}`)));
    }
    for (const request of sent) {
        const response = await client.answer(request);
        assert.equal(response.type, 'ROOM_MESSAGE_RESPONSE');
    }
    return Date.now() - began;
}

scene('a tap that never reads loses, says so, and slows nobody',
    async (s) => {
        const alice = await s.client('alice', { edge: 0 });
        const { id } = await s.roomOf(alice, []);
        const free = await sendMany(alice, id, 1000);
        await withTap(s.cluster, ['--write', file('stalled')],
            async (tap) => {
                process.kill(tap.pid, 'SIGSTOP');
                let stalled = 0;
                for (let i = 0; i < 6; i += 1) {
                    stalled += await sendMany(alice, id, 1000);
                }
                assert.ok(stalled < 6 * (free * 4 + 1000),
                    `${stalled} ms for 6 times ${free} ms`);
                process.kill(tap.pid, 'SIGCONT');
                await until(() => /\d+ records of edge-1 were lost/
                    .test(tap.err), 'the loss');
                assert.equal((await tap.stop()).code, 0);
                const [, records, lost] = tap.err.match(
                    /(\d+) records of 5 programs in .*, (\d+) lost/);
                assert.ok(Number(lost) > 0 && Number(records) > 0);
            });
    }, { timeout: 120_000 });

scene('100 taps at once all get what they asked for', async (s) => {
    const { alice, id } = await pair(s);
    await tapped(s.cluster, 0);
    const all = Array.from({ length: 100 }, () => new Tap(s.cluster,
        ['--json', '--count', '1', `room=${id} and peer=client and out`]));
    try {
        await tapped(s.cluster, 100);
        await alice.ok(say(id, 'to all'), 'ROOM_MESSAGE_RESPONSE');
        for (const tap of all) {
            assert.equal((await tap.ended).code, 0, tap.err);
            assert.equal(tap.records()[0].room, id);
        }
    } finally {
        for (const { pid } of all) {
            killQuietly(pid, 'SIGKILL');
        }
    }
    await tapped(s.cluster, 0);
}, { timeout: 120_000 });

scene('a tap that is killed is forgotten', async (s) => {
    const tap = await Tap.start(s.cluster, []);
    process.kill(tap.pid, 'SIGKILL');
    await until(() => !isAlive(tap.pid), 'its end');
    await tapped(s.cluster, 0);
});

ownCluster('a program that dies while tapped is noted, and tapped again',
    { edges: 2, workers: 2 }, async (s, cluster) => {
        const { alice, id } = await pair(s);
        const tap = await Tap.start(cluster, ['--json', `room=${id}`]);
        try {
            const { pid } = await cluster.program('worker', 0);
            const second = await cluster.program('worker', 1);
            for (const each of [pid, second.pid]) {
                process.kill(each, 'SIGKILL');
            }
            await until(() => /worker-1 is gone[^]*|worker-2 is gone/
                .test(tap.err), 'the notes');
            await cluster.healthy([pid, second.pid]);
            await until(() => /worker-1 was started anew/.test(tap.err)
                && /worker-2 was started anew/.test(tap.err),
            'both tapped again');
            await alice.ok(say(id, 'after'), 'ROOM_MESSAGE_RESPONSE');
            await tap.shows((r) => r.point === 'worker_out'
                && r.type === 'ROOM_MESSAGE', 'a new worker');
            assert.equal((await tap.stop()).code, 0);
        } finally {
            killQuietly(tap.pid, 'SIGKILL');
        }
    });
