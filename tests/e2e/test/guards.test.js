// Room types before CREATE and JOIN: declared, plugins that behave and that
// do not, back ends that behave and that do not. No worker dies of them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before } from 'node:test';
import { ownCluster, runProgram, sharedCluster } from '../lib/cluster.js';
import { accessToken, withSio } from '../lib/sio.js';
import {
    BUILD, descendants, freePorts, isAlive, temporaryFolder, until,
} from '../lib/programs.js';

const folder = temporaryFolder();
after(() => fs.rmSync(folder, { recursive: true, force: true }));

// -- the back end -----------------------------------------------------------

const asked = [];
let backEnd = null;

// Answers by the identifier that it is asked about.
function answer(question, response) {
    const say = (status, body, headers = {}) => {
        response.writeHead(status, { 'Content-Type': 'application/json',
            ...headers });
        response.end(body);
    };
    if (question.type === 'named') {
        return say(200, JSON.stringify({
            identifier: [question.user, question.payload.with],
            allow: question.payload.with !== 'nobody' }));
    }
    const [how] = question.identifier.split('-');
    switch (how) {
    case 'yes':
        return say(200, '{"allow":true}');
    case 'no':
        return say(200, '{"allow":false}');
    case 'closed':
        return say(200, JSON.stringify({ allow: question.what !== 'join' }));
    case 'once':
        return say(200, JSON.stringify({
            allow: asksAbout(question.room) === 1 }));
    case 'bad':
        return say(200, '{"error":"no such thing"}');
    case 'html':
        return say(200, '<html><body>{"allow":true}</body></html>',
            { 'Content-Type': 'text/html' });
    case 'large':
        return say(200, `{"allow":true,"x":"${'x'.repeat(10_000_000)}"}`);
    case 'error':
        return say(500, '{"allow":true}');
    case 'redirect':
        return say(302, '', { Location: '/yes' });
    case 'slow':
        return setTimeout(() => say(200, '{"allow":true}'), 5000).unref();
    case 'late':
        return setTimeout(() => say(200, '{"allow":true}'), 400);
    case 'cut':
        return response.destroy();
    default:
        return say(200, '{"maybe":1}');
    }
}

// Events that were forwarded; the first tries of some are turned away.
const forwarded = [];

function takeEvent(event, response) {
    const tries = forwarded.filter((one) => one.n === event.n).length;
    forwarded.push(event);
    response.writeHead(tries < (event.refusals ?? 0) ? event.status : 204);
    response.end();
}

const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
        const question = JSON.parse(body);
        if (request.url === '/events') {
            takeEvent(question, response);
            return;
        }
        asked.push({ method: request.method, url: request.url,
            contentType: request.headers['content-type'], ...question });
        answer(question, response);
    });
});

const asksAbout = (room) => asked.filter((one) => one.room === room).length;

const profile = path.join(folder, 'guards.conf');

before(async () => {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    backEnd = `http://127.0.0.1:${server.address().port}/rooms`;
    const plugin = (name) => path.join(BUILD, 'plugins', `${name}.so`);
    fs.writeFileSync(profile, `
[namespace /]
auth = token
user = claims.sub

[room DealRoom]
identifier = deal_id
may_join = contains(claims.deals, id.deal_id) or claims.role == "admin"
may_create = claims.role == "admin"

[room ChatRoom]
plugin = ${plugin('chat')}
identifier = chat_id

[room CrashRoom]
plugin = ${plugin('crash_on_load')}
[room OldRoom]
plugin = ${plugin('old_abi')}
[room IncompleteRoom]
plugin = ${plugin('incomplete')}
[room MissingRoom]
plugin = ${plugin('no_such_file')}

[room AskRoom]
url = ${backEnd}
identifier = ask_id
timeout_ms = 600
[room KeptRoom]
url = ${backEnd}
identifier = kept_id
cache_ttl_ms = 60000
[room BriefRoom]
url = ${backEnd}
identifier = brief_id
cache_ttl_ms = 300
[room DownRoom]
url = http://127.0.0.1:9/
identifier = down_id
[room NamedRoom]
url = ${backEnd}

[event note]
forward = ${backEnd.replace('rooms', 'events')}
forward_body = payload
ack = ["noted"]
[event lost]
forward = http://127.0.0.1:9/
forward_body = payload
`);
});
after(() => {
    server.closeAllConnections();
    server.close();
});

const options = {
    edges: 2,
    workers: 2,
    args: ['--profile', profile],
    env: { MOOT_GUARD_TIMEOUT_MS: '400' },
    expectedErrors: [/ev=guard_broken/],
};

const scene = sharedCluster(options);

function play(name, scenario) {
    scene(name, async (s) => {
        s.expectedErrors.push(...options.expectedErrors);
        const workers = (await s.cluster.programs('worker'))
            .map(({ pid }) => pid).sort();
        await scenario(s);
        assert.deepEqual((await s.cluster.programs('worker'))
            .map(({ pid }) => pid).sort(), workers, 'a worker died');
    });
}

const create = (roomId) => ({ type: 'ROOM_CREATE', roomId });
const join = (roomId) => ({ type: 'ROOM_JOIN', roomId });

// A client of exactly that name, which a plugin knows.
const exactly = (s, user, claims = {}) =>
    s.client(user, { user, claims });

// -- declared ---------------------------------------------------------------

play('declared: the expression decides, the identifier first', async (s) => {
    const id = s.tag;
    const root = await s.admin();
    const bob = await s.client('bob', { claims: { deals: [id] } });
    const eve = await s.client('eve');
    await bob.refused(create(`deal|${id}`), 'FORBIDDEN');
    await eve.refused(join(`deal|${id}`), 'NOT_FOUND');
    await root.ok(create(`deal|${id}`), 'ROOM_CREATED');
    await root.refused(create(`deal|${id}`), 'CREATE_FAILED');
    await root.refused(create('deal|'), 'VALIDATION_ERROR');
    await eve.refused(join(`deal|${id}`), 'FORBIDDEN');
    await bob.ok(join(`deal|${id}`), 'ROOM_JOIN_RESPONSE',
        { success: true });
    await root.readUntil(({ type }) => type === 'ROOM_MEMBERS_UPDATED');
});

// -- plugins ----------------------------------------------------------------

play('a plugin allows, refuses, finds the identifier wanting', async (s) => {
    const room = `chat|${s.tag}`;
    const root = await s.admin();
    const bob = await s.client('bob', { claims: { chats: [s.tag] } });
    const eve = await s.client('eve', { claims: { chats: ['other'] } });
    await eve.refused(create(room), 'FORBIDDEN');
    await root.ok(create(room), 'ROOM_CREATED');
    await eve.refused(join(room), 'FORBIDDEN');
    await bob.ok(join(room), 'ROOM_JOIN_RESPONSE', { success: true });
    await bob.ok(join(room), 'ROOM_JOIN_RESPONSE',
        { success: true, alreadyMember: true });
    await root.refused(create('chat|'), 'VALIDATION_ERROR');
});

play('a plugin that crashes: JOIN_FAILED, and all others go on',
    async (s) => {
        const room = `chat|${s.tag}`;
        const root = await s.admin();
        const bob = await s.client('bob', { claims: { chats: [s.tag] } });
        const crash = await exactly(s, 'crash');
        await root.ok(create(room), 'ROOM_CREATED');
        for (let i = 0; i < 3; i += 1) {
            const refusal = crash.refused(join(room), 'JOIN_FAILED');
            const entry = bob.call(join(room));
            await refusal;
            assert.equal((await entry).response.success, true);
            await bob.call({ type: 'ROOM_LEAVE', roomId: room });
        }
        assert.match(s.cluster.log(s.logOffset), /ev=guard_died .*type=chat/);
    });

play('a plugin that hangs: killed in time, and all others go on',
    async (s) => {
        const room = `chat|${s.tag}`;
        const root = await s.admin();
        const bob = await s.client('bob', { claims: { chats: [s.tag] } });
        const hang = await exactly(s, 'hang');
        await root.ok(create(room), 'ROOM_CREATED');
        const began = Date.now();
        const refusal = hang.refused(join(room), 'JOIN_FAILED');
        const entry = bob.call(join(room));
        await refusal;
        assert.ok(Date.now() - began >= 350, 'it was not asked');
        assert.equal((await entry).response.success, true);
        assert.ok(Date.now() - began < 4000, 'it took too long');
        assert.match(s.cluster.log(s.logOffset), /ev=guard_hangs/);
    });

play('a plugin that talks nonsense, or cannot be loaded', async (s) => {
    const room = `chat|${s.tag}`;
    const root = await s.admin();
    const garbage = await exactly(s, 'garbage');
    await root.ok(create(room), 'ROOM_CREATED');
    await garbage.refused(join(room), 'JOIN_FAILED');
    for (const key of ['crash', 'old', 'incomplete', 'missing']) {
        await root.refused(create(`${key}|1`), 'CREATE_FAILED');
    }
    const log = s.cluster.log();
    assert.match(log, /ev=guard_broken .*type=crash .*crashes while/);
    assert.match(log, /ev=guard_broken .*type=old .*is for version 2/);
    assert.match(log, /ev=guard_broken .*type=incomplete .*no function can_j/);
    assert.match(log, /ev=guard_broken .*type=missing .*No such file/);
});

play('a plugin sees nothing of our environment', async (s) => {
    const room = `chat|${s.tag}`;
    const root = await s.admin();
    const one = await exactly(s, 'environment');
    await root.ok(create(room), 'ROOM_CREATED');
    await one.ok(join(room), 'ROOM_JOIN_RESPONSE', { success: true });
});

// -- back ends --------------------------------------------------------------

play('a back end allows, refuses, finds the identifier wanting',
    async (s) => {
        const bob = await s.client('bob', { claims: { team: 7 } });
        const room = `ask|yes-${s.tag}`;
        await bob.ok(create(room), 'ROOM_CREATED');
        const { session, claims, ...rest } =
            asked.find((one) => one.room === room);
        assert.deepEqual(rest, {
            method: 'POST', url: '/rooms', contentType: 'application/json',
            what: 'create', namespace: '/', type: 'ask', room,
            identifier: `yes-${s.tag}`, user: bob.user,
            payload: { ask_id: `yes-${s.tag}` },
        });
        assert.equal(claims.team, 7);
        assert.ok(session.length > 0);
        await bob.refused(create(`ask|no-${s.tag}`), 'FORBIDDEN');
        const refusal = await bob.refused(create(`ask|bad-${s.tag}`),
            'VALIDATION_ERROR');
        assert.match(JSON.stringify(refusal), /no such thing/);
    });

play('a back end that misbehaves: CREATE_FAILED, in time', async (s) => {
    const bob = await s.client('bob');
    const began = Date.now();
    const ways = ['html', 'large', 'error', 'redirect', 'slow', 'cut',
        'maybe'];
    for (const how of ways) {
        await bob.refused(create(`ask|${how}-${s.tag}`), 'CREATE_FAILED');
    }
    await bob.refused(create(`down|${s.tag}`), 'CREATE_FAILED');
    assert.ok(Date.now() - began < 5000, 'it took too long');
    assert.ok(!asked.some(({ url }) => url === '/yes'), 'redirected');
    await bob.ok(create(`ask|yes-${s.tag}`), 'ROOM_CREATED');
    await until(() => /ev=guard_failed/.test(s.cluster.log(s.logOffset)),
        'a line in the log');
});

play('a back end refuses a join of what it let be made', async (s) => {
    const bob = await s.client('bob');
    const eve = await s.client('eve', { edge: 1 });
    for (const [how, code] of [['yes', null], ['closed', 'FORBIDDEN']]) {
        const room = `ask|${how}-${s.tag}`;
        await bob.ok(create(room), 'ROOM_CREATED');
        if (code === null) {
            await eve.ok(join(room), 'ROOM_JOIN_RESPONSE', { success: true });
        } else {
            await eve.refused(join(room), code);
        }
        assert.deepEqual(asked.filter((one) => one.room === room)
            .map(({ what, user }) => [what, user]),
        [['create', bob.user], ['join', eve.user]]);
    }
});

play('only the session that waits waits, and in its order', async (s) => {
    const bob = await s.client('bob');
    const eve = await s.client('eve');
    const late = `ask|late-${s.tag}`;
    const began = Date.now();
    const posted = [
        create(late),
        { type: 'ROOM_MESSAGE', roomId: late, content: 'first' },
        { type: 'ROOM_INFO', roomId: late },
    ].map((frame) => bob.post(frame));
    await eve.ok(create(`plain-${s.tag}`), 'ROOM_CREATED');
    assert.ok(Date.now() - began < 350, 'another session had to wait');
    const [made, sent, info] = await Promise.all(
        posted.map((id) => bob.answer(id)));
    assert.equal(made.type, 'ROOM_CREATED');
    assert.equal(sent.success, true);
    assert.equal(info.room.id, late);
    assert.ok(Date.now() - began >= 400);
});

play('a decision is kept for its time, per user and claims', async (s) => {
    const room = `kept|no-${s.tag}`;
    const bob = await s.client('bob', { claims: { a: 1 } });
    const eve = await s.client('eve', { claims: { a: 1 } });
    await bob.refused(create(room), 'FORBIDDEN');
    await bob.refused(create(room), 'FORBIDDEN');
    assert.equal(asksAbout(room), 1);
    await eve.refused(create(room), 'FORBIDDEN');
    assert.equal(asksAbout(room), 2);
    const plain = `ask|no-${s.tag}`;
    await bob.refused(create(plain), 'FORBIDDEN');
    await bob.refused(create(plain), 'FORBIDDEN');
    assert.equal(asksAbout(plain), 2);
});

// -- Socket.IO --------------------------------------------------------------

function playSio(name, scenario) {
    play(name, (s) => withSio(s.cluster, async (io) => {
        io.expectedErrors.push(...options.expectedErrors);
        io.enter = (user, claims = {}, more = {}) => io.connect({
            name: user, auth: { token: accessToken(user, claims) }, ...more });
        await scenario(io, s);
    }));
}

const FAILED = { type: 'server_error' };

playSio('join_chat and leave_chat of a plugin', async (io, s) => {
    const bob = await io.enter('bob', { chats: ['42'] });
    assert.deepEqual(await bob.call('join_chat', { chat_id: '42' }), []);
    await bob.expect('joined');
    bob.emit('join_chat', { chat_id: '7' });
    await bob.expect('error', { type: 'forbidden', room: 'chat|7' });
    bob.emit('join_chat', {});
    await bob.expect('error',
        { type: 'validation_error', msg: 'chat_id is required' });
    bob.emit('join_chat', { chat_id: '42', in_extract: 'own words' });
    await bob.expect('error',
        { type: 'validation_error', msg: 'which chat, please?' });
    assert.deepEqual(await bob.call('leave_chat', { chat_id: 7 }), []);
    await bob.expect('left');
    await bob.call('leave_chat', { chat_id: '42' });
    await bob.expect('left');
    await until(() => {
        const log = s.cluster.log(s.logOffset);
        return /ev=guard_said type=chat text="bob is in chat\|42"/.test(log)
            && /ev=guard_said type=chat text="bob has left chat\|42"/
                .test(log);
    }, 'on_join and on_leave');
});

playSio('a plugin that crashes or hangs is a server_error', async (io) => {
    const bad = await io.enter('bad', { chats: ['42'] });
    const good = await io.enter('good', { chats: ['42'] }, { edge: 1 });
    for (const misdeed of [{ in_join: 'crash' }, { in_join: 'hang' },
        { in_extract: 'crash' }, { in_extract: 'garbage' },
        { in_extract: 'nothing' }, { in_extract: 'zeros' }]) {
        const ack = bad.call('join_chat', { chat_id: '42', ...misdeed });
        const other = good.call('join_chat', { chat_id: '42' });
        assert.deepEqual(await ack, []);
        await bad.expect('error', FAILED);
        await other;
        await good.expect('joined');
    }
    for (const key of ['crash', 'old', 'incomplete', 'missing']) {
        bad.emit(`join_${key}`, { id: '1' });
        await bad.expect('error', FAILED);
    }
});

playSio('join and leave of a back end', async (io) => {
    const bob = await io.enter('bob');
    bob.emit('join_ask', { ask_id: `yes-${io.tag}` });
    await bob.expect('joined');
    bob.emit('join_ask', { ask_id: `no-${io.tag}` });
    await bob.expect('error',
        { type: 'forbidden', room: `ask|no-${io.tag}` });
    bob.emit('join_ask', { ask_id: 'bad' });
    await bob.expect('error',
        { type: 'validation_error', msg: 'no such thing' });
    for (const how of ['html', 'large', 'slow', 'error', 'cut']) {
        bob.emit('join_ask', { ask_id: `${how}-${io.tag}` });
        await bob.expect('error', FAILED);
    }
    bob.emit('join_down', { down_id: 'x' });
    await bob.expect('error', FAILED);
    bob.emit('leave_ask', { ask_id: `yes-${io.tag}` });
    await bob.expect('left');
    // Here the back end says which room is meant.
    bob.emit('join_named', { with: 'eve' });
    await bob.expect('joined');
    bob.emit('join_named', { with: 'nobody' });
    await bob.expect('error',
        { type: 'forbidden', room: 'named|bob|nobody' });
    bob.emit('leave_named', { with: 'eve' });
    await bob.expect('left');
});

playSio('a decision that was kept is asked for again in the end',
    async (io) => {
        const bob = await io.enter('bob');
        const room = `brief|once-${io.tag}`;
        const ask = async () => {
            bob.emit('join_brief', { brief_id: `once-${io.tag}` });
            return (await bob.next())[0];
        };
        assert.equal(await ask(), 'joined');
        await until(async () => await ask() === 'error',
            'the end of the decision');
        assert.equal(asksAbout(room), 2);
    });

playSio('events are forwarded: once when taken, again when not', async (io,
    s) => {
    const bob = await io.enter('bob');
    const about = (n) => forwarded.filter((one) => one.n === n).length;
    const name = (what) => `${what}-${io.tag}`;
    assert.deepEqual(await bob.call('note', { n: name('plain') }), ['noted']);
    await bob.call('note', { n: name('busy'), refusals: 2, status: 503 });
    await bob.call('note', { n: name('wrong'), refusals: 9, status: 400 });
    await until(() => about(name('plain')) === 1, 'the event');
    await until(() => about(name('busy')) === 3, 'the third try');
    await until(() => about(name('wrong')) === 1, 'the only try');
    bob.emit('lost', { n: 1 });
    // What was refused, and what could not be delivered after four tries.
    const dropped = () => [...s.cluster.log(s.logOffset)
        .matchAll(/ev=guard_dropped count=(\d+)/g)]
        .reduce((sum, [, count]) => sum + Number(count), 0);
    await until(() => dropped() === 2, 'what was dropped', 15_000);
    assert.equal(about(name('plain')), 1);
    assert.equal(about(name('busy')), 3);
    assert.equal(about(name('wrong')), 1);
});

// -- processes --------------------------------------------------------------

const guardsOf = (pid) => descendants(pid).filter((child) =>
    fs.readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('moot-guard'));

// The lines of moot_worker_guard_…, by name and label.
async function metricsOf(port) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`))
        .text();
    return Object.fromEntries([...text.matchAll(
        /^moot_worker_guard_(\w+)\{guard="(\w+)"\} (\S+)$/gm)]
        .map(([, name, guard, value]) => [`${name} ${guard}`, Number(value)]));
}

const port = await freePorts(4);

ownCluster('what guards do is counted', { ...options, edges: 1, workers: 1,
    args: [...options.args, '--metrics-port', String(port)] }, async (s) => {
    s.expectedErrors.push(...options.expectedErrors);
    const root = await s.admin();
    const crash = await exactly(s, 'crash');
    await root.ok(create(`chat|${s.tag}`), 'ROOM_CREATED');
    await crash.refused(join(`chat|${s.tag}`), 'JOIN_FAILED');
    await root.ok(create(`ask|yes-${s.tag}`), 'ROOM_CREATED');
    await root.refused(create(`ask|html-${s.tag}`), 'CREATE_FAILED');
    let seen;
    await until(async () => {
        seen = await metricsOf(port + 1);
        return seen['restarts_total plugins'] >= 2;
    }, 'a second start');
    assert.deepEqual({ asks: seen['asks_total plugins'],
        failures: seen['failures_total plugins'],
        waiting: seen['waiting plugins'] },
    { asks: 2, failures: 1, waiting: 0 });
    assert.deepEqual({ asks: seen['asks_total http'],
        failures: seen['failures_total http'],
        restarts: seen['restarts_total http'] },
    { asks: 2, failures: 1, restarts: 0 });
    // Counted in whole milliseconds: a quick back end may add none.
    assert.ok(Number.isFinite(seen['seconds_total http']));
});

ownCluster('guards end with their worker, and begin with the next',
    { ...options, workers: 1 }, async (s, cluster) => {
        s.expectedErrors.push(...options.expectedErrors);
        const { pid } = await cluster.program('worker');
        await until(() => guardsOf(pid).length === 2, 'two guards');
        const guards = guardsOf(pid);
        for (const guard of guards) {
            const open = fs.readdirSync(`/proc/${guard}/fd`);
            assert.ok(open.length <= 12, `${open.length} open files`);
            assert.match(fs.readFileSync(`/proc/${guard}/limits`, 'utf8'),
                /Max core file size +0 +0/);
        }
        await cluster.kill('worker');
        await until(() => !guards.some(isAlive), 'the end of its guards');
        await cluster.healthy([pid]);
        const bob = await s.client('bob');
        await bob.ok(create(`ask|yes-${s.tag}`), 'ROOM_CREATED');
    });

// -- the generator ----------------------------------------------------------

function run(program, ...args) {
    const { status, stdout, stderr } = spawnSync(program, args,
        { encoding: 'utf8' });
    assert.equal(status, 0, `${program} ${args.join(' ')}\n`
        + `${stdout}${stderr}`);
    return stdout;
}

const generated = path.join(folder, 'generated');

ownCluster('moot make room: it builds, its test passes, it works',
    { ...options, workers: 1, args: ['--profile',
        path.join(folder, 'generated.conf')] },
    async (s) => {
        const alice = await s.client('alice');
        await alice.ok(create(`chat|${s.tag}`), 'ROOM_CREATED');
        await alice.refused(create('chat|'), 'VALIDATION_ERROR');
    });

before(async () => {
    const made = await runProgram('moot', ['make', 'room', 'ChatRoom',
        '--dir', generated]);
    assert.equal(made.code, 0, made.stderr);
    const again = await runProgram('moot', ['make', 'room', 'chat_room',
        '--dir', generated]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /chat_room\.c: is there already/);
    for (const wrong of [['room'], ['room', '7'], ['house', 'A'],
        ['room', 'A', 'B']]) {
        assert.equal((await runProgram('moot', ['make', ...wrong])).code, 2);
    }
    const build = path.join(generated, 'build');
    run('cmake', '-S', generated, '-B', build,
        `-DCMAKE_PREFIX_PATH=${BUILD}`);
    run('cmake', '--build', build);
    assert.match(run('ctest', '--test-dir', build), /100% tests passed/);
    const [, section] = /in the profile:\n((?: .*\n)+)/.exec(made.stdout);
    fs.writeFileSync(path.join(folder, 'generated.conf'),
        `[namespace /]\nauth = token\nuser = claims.sub\n${section
            .replace(/^ +/gm, '')}`);
});
