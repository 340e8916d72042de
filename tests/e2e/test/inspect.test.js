// The commands that answer an operator's questions: moot room, user, why,
// log, verify. alice is on edge 0, bob on edge 1.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { ownCluster, runProgram, sharedCluster } from '../lib/cluster.js';
import { findProgram, temporaryFolder } from '../lib/programs.js';

const scene = sharedCluster();

// Runs `moot WORD…` on the scene's cluster. Returns {code, stdout, stderr}.
function moot(s, ...words) {
    return runProgram('moot', [...words, '--data', s.cluster.data],
        { env: s.cluster.env });
}

async function json(s, ...words) {
    const result = await moot(s, ...words, '--json');
    return { ...result, value: JSON.parse(result.stdout) };
}

// The same of a command that prints an object per line.
async function jsonLines(s, ...words) {
    const result = await moot(s, ...words, '--json');
    return { ...result, lines: result.stdout.split('\n').filter(Boolean)
        .map((line) => JSON.parse(line)) };
}

async function call(client, frame) {
    const { response } = await client.call(frame);
    return response;
}

// -- room -----------------------------------------------------------------

scene('room: state, members, and who is connected where', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const alice2 = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const carol = s.user('carol');
    const room = await s.roomOf(alice, [bob, carol], { name: 'Lobby' });
    await alice2.expect('ROOM_MEMBERS_UPDATED');
    const { code, value } = await json(s, 'room', room.id);
    assert.equal(code, 0);
    assert.deepEqual({ ...value, worker: 'w', slot: 0 }, {
        roomId: room.id, state: 'living', worker: 'w', slot: 0,
        epoch: room.epoch, seq: 1, version: 3, updatedAt: room.updatedAt,
        name: 'Lobby', thumbnailUrl: null, createdAt: room.meta.createdAt,
        createdBy: alice.user, members: [
            { userId: alice.user, role: 'OWNER',
                connections: [{ edge: 'edge-1', connections: 2 }] },
            { userId: bob.user, role: 'MEMBER',
                connections: [{ edge: 'edge-2', connections: 1 }] },
            { userId: carol, role: 'MEMBER', connections: [] },
        ],
    });
    assert.match(value.worker, /^worker-[12]$/);
    const text = await moot(s, 'room', room.id);
    assert.equal(text.code, 0);
    assert.match(text.stdout, /^name {5}Lobby$/m);
    assert.match(text.stdout,
        new RegExp(`^${alice.user} +OWNER +edge-1 \\(2\\)$`, 'm'));
    assert.match(text.stdout, new RegExp(`^${carol} +MEMBER +-$`, 'm'));
});

scene('room: unknown and ended ones', async (s) => {
    const alice = await s.client('alice');
    const unknown = await json(s, 'room', s.room());
    assert.equal(unknown.code, 1);
    assert.equal(unknown.value.state, 'unknown');
    assert.match(unknown.stderr, /there is no room/);
    const room = await s.roomOf(alice);
    await alice.ok({ type: 'ROOM_DELETE', roomId: room.id }, 'ROOM_DELETED');
    const ended = await json(s, 'room', room.id);
    assert.equal(ended.code, 1);
    assert.equal(ended.value.state, 'ended');
    assert.equal(ended.value.seq, 2);
    assert.equal(ended.value.epoch, room.epoch);
});

scene('a name cannot obey the terminal', async (s) => {
    const alice = await s.client('alice');
    const room = await s.roomOf(alice, [], { name: 'a\u001b[2Jb\u009bc' });
    const { stdout } = await moot(s, 'room', room.id);
    assert.match(stdout, /a\\x1b\[2Jb\\xc2\\x9bc/);
});

// -- user -----------------------------------------------------------------

scene('user: rooms with roles, connections per edge', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const mine = await s.roomOf(bob);
    const other = await s.roomOf(alice, [bob]);
    const { code, value } = await json(s, 'user', bob.user);
    assert.equal(code, 0);
    assert.equal(value.userId, bob.user);
    assert.deepEqual(value.connections,
        [{ edge: 'edge-2', connections: 1 }]);
    const roles = Object.fromEntries(value.rooms.map(
        ({ roomId, role }) => [roomId, role]));
    assert.deepEqual(roles, { [mine.id]: 'OWNER', [other.id]: 'MEMBER' });
    const text = await moot(s, 'user', bob.user);
    assert.match(text.stdout, /^connected at edge-2: 1$/m);
    assert.match(text.stdout, new RegExp(`^OWNER +${mine.id}$`, 'm'));
    const nobody = await json(s, 'user', s.user('nobody'));
    assert.equal(nobody.code, 1);
    assert.deepEqual(nobody.value.rooms, []);
});

// -- why ------------------------------------------------------------------

// Of each action: what the client sends, and the words for `moot why`.
const ACTIONS = {
    create: () => [{ type: 'ROOM_CREATE' }],
    join: () => [{ type: 'ROOM_JOIN' }],
    leave: () => [{ type: 'ROOM_LEAVE' }],
    info: () => [{ type: 'ROOM_INFO' }],
    members: () => [{ type: 'ROOM_MEMBERS' }],
    meta: () => [{ type: 'ROOM_UPDATE_META', patch: { name: 'n' } }],
    add: (who) => [{ type: 'ROOM_ADD_MEMBERS', userIds: [who.fresh] },
        '--target', who.fresh],
    'remove a member': (who) => [
        { type: 'ROOM_REMOVE_MEMBER', userId: who.target },
        '--target', who.target],
    'remove the owner': (who) => [
        { type: 'ROOM_REMOVE_MEMBER', userId: who.owner },
        '--target', who.owner],
    'remove a stranger': (who) => [
        { type: 'ROOM_REMOVE_MEMBER', userId: who.fresh },
        '--target', who.fresh],
    'role to a member': (who) => [
        { type: 'ROOM_SET_ROLE', userId: who.target, role: 'ADMIN' },
        '--target', who.target, '--role', 'ADMIN'],
    'role to the owner': (who) => [
        { type: 'ROOM_SET_ROLE', userId: who.owner, role: 'MEMBER' },
        '--target', who.owner, '--role', 'MEMBER'],
    delete: () => [{ type: 'ROOM_DELETE' }],
    message: () => [{ type: 'ROOM_MESSAGE', content: 'text' }],
};

// A room with an owner, an admin, a member and one more; client `actor`.
async function cast(s, role, actor, helper) {
    const who = { target: s.user('target'), fresh: s.user('fresh') };
    const roomId = s.room();
    if (role === 'no room') {
        return { ...who, owner: s.user('owner'), roomId };
    }
    const owner = role === 'OWNER' ? actor : helper;
    await call(owner, {
        type: 'ROOM_CREATE', roomId, memberIds: [who.target, ...(
            role === 'ADMIN' || role === 'MEMBER' ? [actor.user] : [])],
    });
    if (role === 'ADMIN') {
        await call(owner, { type: 'ROOM_SET_ROLE', roomId,
            userId: actor.user, role: 'ADMIN' });
    }
    return { ...who, owner: owner.user, roomId };
}

for (const role of ['OWNER', 'ADMIN', 'MEMBER', 'stranger', 'no room']) {
    scene(`why: as the server does, for every action of: ${role}`,
        async (s) => {
            s.checksOrder = false;
            const actor = await s.client('actor', { edge: 0 });
            const helper = await s.client('helper', { edge: 1 });
            for (const [title, make] of Object.entries(ACTIONS)) {
                const who = await cast(s, role, actor, helper);
                const [frame, ...options] = make(who);
                const { code, value, stderr } = await json(s, 'why',
                    actor.user, who.roomId, title.split(' ')[0], ...options);
                assert.equal(stderr, '', title);
                const answer = await call(actor,
                    { roomId: who.roomId, ...frame });
                const refused = answer.type === 'ERROR'
                    || answer.success === false;
                assert.equal(value.allowed, !refused,
                    `${title}: ${JSON.stringify([value, answer])}`);
                assert.equal(code, refused ? 1 : 0);
                assert.equal(value.code, answer.code);
                if (refused) {
                    assert.equal(value.message,
                        answer.message ?? answer.error, title);
                    assert.ok(value.rule.length > 0);
                }
                assert.equal(value.role,
                    ['stranger', 'no room'].includes(role) ? null : role);
                await call(actor, { type: 'ROOM_LEAVE',
                    roomId: who.roomId });
                await call(helper, { type: 'ROOM_DELETE',
                    roomId: who.roomId });
            }
        });
}

scene('why: changes nothing, and names the rule', async (s) => {
    const alice = await s.client('alice');
    const bob = await s.client('bob', { edge: 1 });
    const room = await s.roomOf(alice, [bob]);
    const allowed = await moot(s, 'why', alice.user, room.id, 'ROOM_DELETE');
    assert.equal(allowed.code, 0);
    assert.match(allowed.stdout, /^allowed$/m);
    assert.match(allowed.stdout, /ROOM_DELETE\): all checks pass$/m);
    const denied = await moot(s, 'why', bob.user, room.id, 'remove',
        '--target', alice.user);
    assert.equal(denied.code, 1);
    assert.match(denied.stdout, /^denied: FORBIDDEN, /);
    assert.match(denied.stdout, /ROOM_REMOVE_MEMBER\): role rule → FORB/);
    await s.marker(room.id, alice, [bob]);
});

// -- log ------------------------------------------------------------------

scene('log: the events as stored, in pages', async (s) => {
    const alice = await s.client('alice');
    const bob = await s.client('bob', { edge: 1 });
    const room = await s.roomOf(alice);
    const lines = async (...words) => {
        const { code, stdout } = await moot(s, 'log', room.id, '--json',
            ...words);
        assert.equal(code, 0);
        return stdout.split('\n').filter(Boolean).map((l) => JSON.parse(l));
    };
    await bob.ok({ type: 'ROOM_JOIN', roomId: room.id },
        'ROOM_JOIN_RESPONSE');
    await alice.ok({ type: 'ROOM_MESSAGE', roomId: room.id,
        content: 'secret', clientMessageId: 'k1' }, 'ROOM_MESSAGE_RESPONSE');
    const all = await lines();
    assert.deepEqual(all.map(({ seq, event }) => [seq, event]), [
        [1, 'created'], [2, 'joined'], [3, 'members'], [4, 'message'],
    ]);
    assert.deepEqual(all[0].users, [alice.user]);
    assert.equal(all[1].userId, bob.user);
    assert.equal(all[3].clientMessageId, 'k1');
    assert.equal(all[3].bytes, 6);
    assert.ok(!('content' in all[3]));
    const [last] = await lines('--after', '3', '--bodies');
    assert.equal(last.content, 'secret');
    assert.deepEqual((await lines('--after', '1', '--limit', '2')).map(
        ({ seq }) => seq), [2, 3]);
    const text = await moot(s, 'log', room.id, '--limit', '1');
    assert.match(text.stdout, /^ +1 {2}\S+ \S+Z {2}created {2}by /);
    assert.match(text.stderr, /3 more events: --after 1/);
    const none = await moot(s, 'log', s.room());
    assert.equal(none.code, 1);
    assert.match(none.stderr, /there is no room/);
});

// -- all ------------------------------------------------------------------

scene('wrong words are told with exit code 2', async (s) => {
    const cases = [
        ['room'], ['room', 'a', 'b'], ['room', 'x'.repeat(129)],
        ['user'], ['user', 'a\tb'], ['why', 'a', 'r'], ['log'],
        ['why', 'a', 'r', 'fly'], ['why', 'a', 'r', 'remove'],
        ['why', 'a', 'r', 'role', '--role', 'KING', '--target', 'b'],
        ['log', 'r', '--after', 'x'], ['log', 'r', '--limit', '0'],
        ['room', 'r', '--fly'],
    ];
    for (const words of cases) {
        const { code, stdout, stderr } = await moot(s, ...words);
        assert.equal(code, 2, `${words}: ${stdout}${stderr}`);
        assert.notEqual(stderr, '', String(words));
        assert.equal(stdout, '', String(words));
    }
});

ownCluster('a worker that is silent or gone is named within 2 s', {},
    async (s, cluster) => {
        const alice = await s.client('alice');
        const room = await s.roomOf(alice);
        const { value } = await json(s, 'room', room.id);
        const program = (await cluster.programs('worker')).find(
            ({ id }) => id === value.worker);
        process.kill(program.pid, 'SIGSTOP');
        try {
            for (const words of [['room', room.id], ['log', room.id],
                ['why', alice.user, room.id, 'info']]) {
                const begin = Date.now();
                const { code, stderr } = await moot(s, ...words);
                assert.equal(code, 1);
                assert.match(stderr,
                    new RegExp(`: ${value.worker} does not answer`));
                assert.ok(Date.now() - begin < 4000);
            }
        } finally {
            process.kill(program.pid, 'SIGCONT');
        }
        await cluster.healthy();
        assert.equal((await json(s, 'room', room.id)).code, 0);
    });

ownCluster('without a cluster the commands say so', {}, async (s, cluster) => {
    await cluster.stop();
    for (const words of [['room', 'r'], ['user', 'u'], ['log', 'r'],
        ['why', 'u', 'r', 'join']]) {
        const { code, stderr } = await moot(s, ...words);
        assert.equal(code, 1);
        assert.match(stderr, /no broker answers/);
    }
});

// -- verify ---------------------------------------------------------------

ownCluster('verify: whole, in use, damaged', {}, async (s, cluster) => {
    const alice = await s.client('alice');
    const bob = await s.client('bob', { edge: 1 });
    const contents = [];
    for (let i = 0; i < 8; i++) {
        const room = { id: s.room() };
        await alice.ok({ type: 'ROOM_CREATE', roomId: room.id,
            memberIds: [bob.user] }, 'ROOM_CREATED');
        contents.push(`needle ${i} ${s.tag}`);
        await alice.ok({ type: 'ROOM_MESSAGE', roomId: room.id,
            content: contents[i], clientMessageId: `k${i}` },
        'ROOM_MESSAGE_RESPONSE');
        await bob.ok({ type: 'ROOM_LEAVE', roomId: room.id },
            'ROOM_LEAVE_RESPONSE');
        if (i % 4 === 3) {
            await alice.ok({ type: 'ROOM_DELETE', roomId: room.id },
                'ROOM_DELETED');
        }
    }
    const used = await jsonLines(s, 'verify');
    assert.equal(used.code, 1);
    assert.deepEqual(used.lines.map(({ worker, result }) =>
        [worker, result]), [['worker-1', 'error'], ['worker-2', 'error']]);
    assert.match(used.lines[0].text, /in use by another worker/);
    await cluster.stop();

    const whole = await jsonLines(s, 'verify');
    assert.equal(whole.code, 0, JSON.stringify(whole));
    assert.deepEqual(whole.lines.map(({ result }) => result),
        ['whole', 'whole']);
    assert.equal(whole.lines.reduce((sum, { text }) =>
        sum + Number(/^(\d+) rooms/.exec(text)[1]), 0), 6);
    const text = await moot(s, 'verify');
    assert.match(text.stdout, /^worker-1: whole: \d+ rooms, \d+ events, /);

    // A bit of two messages' records: both are named, nothing is changed.
    const files = [1, 2].map((i) =>
        path.join(cluster.data, `worker-${i}`, 'data.mdb'));
    const before = files.map((file) => fs.readFileSync(file));
    let flipped = 0;
    const after = before.map((bytes) => {
        const copy = Buffer.from(bytes);
        for (const content of contents) {
            let at = -1;
            while ((at = copy.indexOf(content, at + 1)) >= 0) {
                copy[at] ^= 1;
                flipped++;
            }
        }
        return copy;
    });
    assert.ok(flipped >= contents.length);
    files.forEach((file, i) => fs.writeFileSync(file, after[i]));
    const damaged = await jsonLines(s, 'verify');
    assert.equal(damaged.code, 1);
    const wrong = damaged.lines.filter((line) =>
        /^table log: record \d+ has a wrong checksum/.test(line.text));
    assert.equal(wrong.length, contents.length);
    files.forEach((file, i) =>
        assert.ok(fs.readFileSync(file).equals(after[i])));

    // The pages of the trees: all but the first two are cut off.
    fs.writeFileSync(files[1], before[1]);
    fs.writeFileSync(files[0], before[0].subarray(0, 2 * 4096 + 100));
    const pages = await jsonLines(s, 'verify');
    assert.equal(pages.code, 1);
    assert.deepEqual(pages.lines.map(({ worker, result }) =>
        [worker, result]), [['worker-1', 'damage'], ['worker-2', 'whole']]);

    fs.writeFileSync(files[0], before[0]);
    fs.rmSync(files[1]);
    const missing = await jsonLines(s, 'verify');
    assert.equal(missing.code, 1);
    assert.match(missing.lines[1].text, /data\.mdb is missing/);
    fs.writeFileSync(files[1], before[1]);
    assert.equal((await jsonLines(s, 'verify')).code, 0);
});

test('verify: a folder that no worker has used, and no cluster', async () => {
    const data = path.join(temporaryFolder(), 'd');
    try {
        const none = await runProgram('moot', ['verify', '--data', data]);
        assert.equal(none.code, 1);
        assert.match(none.stderr, /there is no cluster/);
        await runProgram('moot', ['init', '--data', data]);
        const fresh = await runProgram('moot', ['verify', '--data', data]);
        assert.equal(fresh.code, 0, fresh.stdout + fresh.stderr);
        assert.match(fresh.stdout, /^worker-1: whole: was never used$/m);
    } finally {
        fs.rmSync(path.dirname(data), { recursive: true });
    }
});

// -- status ---------------------------------------------------------------

scene('status: queues, repairs, disk and lag of each program', async (s) => {
    const { code, value } = await json(s, 'status');
    assert.equal(code, 0);
    assert.deepEqual(value.programs.map(({ id }) => id),
        ['broker-1', 'worker-1', 'worker-2', 'edge-1', 'edge-2']);
    for (const program of value.programs) {
        assert.ok(program.lagMs < 5000, JSON.stringify(program));
        assert.equal(typeof program.queue, 'number');
        assert.equal('diskMax' in program, program.role === 'worker');
        assert.equal('repairs' in program, program.role === 'edge');
        if (program.role === 'worker') {
            assert.ok(program.diskUsed > 0
                && program.diskUsed < program.diskMax);
        }
    }
    const text = await moot(s, 'status');
    assert.match(text.stdout, /^PROGRAM .* QUEUE REPAIRS +DISK +LAG$/m);
    assert.equal((await moot(s, 'status', '--watch', '0')).code, 2);
    assert.equal((await moot(s, 'status', '--watch', '--prot')).code, 2);
});

// -- help, man pages, completion ------------------------------------------

async function commandNames() {
    const { stdout } = await runProgram('moot', ['man', '--list']);
    return stdout.split('\n').filter((line) => line.startsWith('moot-'))
        .map((line) => line.slice('moot-'.length));
}

test('every command has help with an example, and a man page', async () => {
    const names = await commandNames();
    assert.ok(names.includes('room') && names.includes('verify'));
    for (const name of names) {
        const help = await runProgram('moot', ['help', name]);
        assert.equal(help.code, 0, name);
        assert.match(help.stdout, new RegExp(`^usage: moot ${name}`), name);
        assert.match(help.stdout, new RegExp(`^ {4}.*moot ${name}`, 'm'),
            name);
        const same = await runProgram('moot', [name, '--help']);
        assert.equal(same.stdout, help.stdout, name);
        const man = await runProgram('moot', ['man', name]);
        assert.match(man.stdout, /^\.SH EXAMPLES\n\.nf\n.*moot/m, name);
    }
    assert.equal((await runProgram('moot', ['man', 'fly'])).code, 2);
    assert.equal((await runProgram('moot', ['completion', 'fish'])).code, 2);
});

// What bash offers after these words.
function complete(words) {
    const script = `
        source <("$MOOT" completion bash)
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
        _moot && printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync('bash',
        ['-c', script, 'bash', ...words], {
            encoding: 'utf8',
            env: { ...process.env, MOOT: findProgram('moot') },
        });
    assert.equal(status, 0, stderr);
    assert.equal(stderr, '');
    return stdout.split('\n').filter(Boolean);
}

test('bash completes commands and their options', async () => {
    assert.deepEqual(complete(['moot', '']).sort(),
        ['help', ...await commandNames()].sort());
    assert.deepEqual(complete(['moot', 'ver']), ['verify']);
    assert.deepEqual(complete(['moot', 'help', 'wh']), ['why']);
    assert.deepEqual(complete(['moot', 'log', 'lobby', '--']),
        ['--help', '--after', '--limit', '--bodies', '--json', '--data']);
    assert.deepEqual(complete(['moot', 'why', 'a', 'b', '--t']),
        ['--target']);
});
