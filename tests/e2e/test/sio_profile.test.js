// A profile of one's own: policies, rooms whose durable members may join,
// events that are stored, acknowledged and forwarded to a back end, parts of
// an identifier from the token, several namespaces.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after } from 'node:test';
import { runProgram, sharedCluster } from '../lib/cluster.js';
import { temporaryFolder, until } from '../lib/programs.js';
import { SIO_WAIT_MS, accessToken, withSio } from '../lib/sio.js';

const folder = temporaryFolder();
const profile = path.join(folder, 'own.conf');

// What the back end was told, and how it answers.
const told = [];
let answers = [];
const backend = http.createServer((request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
        told.push({ method: request.method, url: request.url,
            type: request.headers['content-type'], ...JSON.parse(body) });
        response.statusCode = answers.shift() ?? 204;
        response.end();
    });
});

await new Promise((resolve) => backend.listen(0, '127.0.0.1', resolve));

fs.writeFileSync(profile, `
[namespace /]
auth = token
token_type = access
emit = welcome
with = {you: user, rooms: len(claims.teams)}
remember = plan = claims.plan

[namespace /open]
auth = none

[room TeamRoom]
identifier = team
may_join = can("enter", "team")

[room DeskRoom]
identifier = user desk
part = user = user
may_join = true

[room ClubRoom]
identifier = club
members_of = "club-" + id.club
may_join = member() and role() != "MEMBER"

[policy team]
before = if(claims.role == "admin", true, if(claims.banned == true, false, null))
enter = contains(texts(claims.teams), id.team)

[event note]
let = team = payload.team
when = contains(texts(claims.teams), team)
to = "team|" + team
skip_self = on
emit = noted
with = {by: user, text: payload.text, length: chars(payload.text)}
history = notes
participants = [user]
record = {team: team, text: payload.text}
ack = ["stored", payload.text]
forward = http://127.0.0.1:${backend.address().port}/notes

[event divide]
to = self
emit = divided
with = payload.a / payload.b
ack = [payload.a / payload.b]

[event compare]
when = payload.a < payload.b
ack = ["smaller"]

[event within]
ack = [1]
when = inside(room_of("team", payload.team))
to = self
emit = heard
with = payload.team

[event ring]
to_user = payload.who
to = self
emit = ringing
with = {by: user}
confirm = answered

# What clients acknowledge ringing with.
[event answered]
to_user = payload.to
emit = heard
with = {who: user, text: payload.text, data: args[1]}

[event shout]
namespaces = /open
to = all
emit = shouted
args = args

[history notes]
time = at

[view /notes/mine]
history = notes
of = user
`);

const play = sharedCluster({ args: ['--profile', profile] });

const row = (name, act) => play(name, ({ cluster }) => withSio(cluster, act));

const auth = (sub, more) => ({ token: accessToken(sub, more) });

after(() => {
    backend.close();
    fs.rmSync(folder, { recursive: true, force: true });
});

row('what is emitted on connect', async (scene) => {
    const ana = await scene.connect({ auth: auth('ana', { teams: [1, 2] }) });
    await ana.expect('welcome', { you: 'ana', rooms: 2 });
});

row('a policy: before grants or denies, then the ability', async (scene) => {
    const outcome = async (sub, claims) => {
        const one = await scene.connect({ name: sub, auth: auth(sub, claims) });
        await one.next();
        one.emit('join_team', { team: 7 });
        const [event, error] = await one.next();
        return error === undefined ? event : error.type;
    };
    assert.equal(await outcome('in', { teams: [7] }), 'joined');
    assert.equal(await outcome('out', { teams: [8] }), 'forbidden');
    assert.equal(await outcome('root', { teams: [], role: 'admin' }),
        'joined');
    assert.equal(await outcome('ban', { teams: [7], banned: true }),
        'forbidden');
});

row('inside: only for who is in the room, and as long', async (scene) => {
    const ana = await scene.connect({ auth: auth('ana', { teams: [7] }) });
    await ana.next();
    ana.emit('within', { team: 7 });
    ana.emit('join_team', { team: 7 });
    await ana.expect('joined');
    ana.emit('within', { team: 8 });
    assert.deepEqual(await ana.call('within', { team: 7 }), [1]);
    await ana.expect('heard', 7);
    ana.emit('leave_team', { team: 7 });
    await ana.expect('left');
    ana.emit('within', { team: 7 });
    ana.emit('leave_team', {});
    const [event] = await ana.next();
    assert.equal(event, 'error');
});

row('an event: to the others, stored, acknowledged, forwarded',
    async (scene) => {
        const team = scene.user('t');
        const ana = await scene.connect({ name: 'ana',
            auth: auth(scene.user('ana'), { teams: [team] }) });
        const bob = await scene.connect({ name: 'bob', edge: 1,
            auth: auth(scene.user('bob'), { teams: [team] }) });
        for (const one of [ana, bob]) {
            await one.next();
            one.emit('join_team', { team });
            await one.expect('joined');
        }
        assert.deepEqual(await ana.call('note', { team, text: 'grüße 😀' }),
            ['stored', 'grüße 😀']);
        await bob.expect('noted', { by: scene.user('ana'), text: 'grüße 😀',
            length: 7 });
        // Acknowledged is stored.
        const answer = await fetch(`${scene.url(1)}/notes/mine`, { headers: {
            authorization: `Bearer ${accessToken(scene.user('ana'))}` } });
        const notes = await answer.json();
        assert.equal(answer.status, 200, JSON.stringify(notes));
        assert.deepEqual(notes.map(({ text }) => text), ['grüße 😀']);
        assert.match(notes[0].at, /^\d{4}-.*Z$/);
        await until(() => told.some((one) => one.args?.[0]?.team === team),
            'the back end', SIO_WAIT_MS);
        const one = told.find(({ args }) => args?.[0]?.team === team);
        assert.equal(one.method, 'POST');
        assert.equal(one.url, '/notes');
        assert.match(one.type, /^application\/json/);
        assert.equal(one.event, 'note');
        assert.equal(one.namespace, '/');
        assert.equal(one.user, scene.user('ana'));
        assert.equal(ana.all.length, 2, 'skip_self');
    });

row('clients are asked for acknowledgements, which become events',
    async (scene) => {
        const [ann, bob] = [scene.user('ana'), scene.user('bob')];
        const a = await scene.connect({ auth: auth(ann, { teams: [] }) });
        const b = await scene.connect({ edge: 1, transport: 'polling',
            auth: auth(bob, { teams: [] }) });
        const rung = [];
        for (const one of [a, b]) {
            await one.expect('welcome', { you: one === a ? ann : bob,
                rooms: 0 });
            one.socket.on('ringing', (data, acknowledge) => {
                rung.push(one);
                assert.deepEqual(data, { by: ann });
                acknowledge({ to: data.by, text: `${rung.length}` },
                    Buffer.from([rung.length]));
                acknowledge({ to: data.by, text: 'twice' });
            });
        }
        const heard = () => a.all.filter(([event]) => event === 'heard')
            .map(([, data]) => data);
        a.emit('ring', { who: bob });
        await until(() => heard().length === 2, 'both', SIO_WAIT_MS);
        assert.deepEqual(new Set(heard().map(({ who }) => who)),
            new Set([ann, bob]));
        // The application asks, too.
        const { code, stderr } = await runProgram('moot', ['emit', '--event',
            'ringing', '--payload', JSON.stringify({ by: ann }), '--user', bob,
            '--confirm', 'answered', '--data', scene.cluster.data],
        { env: scene.cluster.env });
        assert.equal(code, 0, stderr);
        await until(() => heard().length === 3, 'the third', SIO_WAIT_MS);
        assert.deepEqual(heard().at(-1),
            { who: bob, text: '3', data: Buffer.from([3]) });
        assert.equal(rung.length, 3);
        assert.deepEqual(b.all.filter(([event]) => event === 'heard'), []);
    });

row('a condition that does not hold: nothing at all', async (scene) => {
    const ana = await scene.connect({ auth: auth(scene.user('ana'),
        { teams: ['mine'] }) });
    await ana.next();
    const before_ = told.length;
    let acked = false;
    ana.socket.emit('note', { team: 'other', text: 'x' }, () => {
        acked = true;
    });
    assert.deepEqual(await ana.call('note', { team: 'mine', text: 'y' }),
        ['stored', 'y']);
    await until(() => told.length > before_, 'the back end', SIO_WAIT_MS);
    assert.equal(acked, false);
    assert.deepEqual(told.slice(before_).map(({ args }) => args[0].text),
        ['y']);
});

row('a back end that fails is asked again', async (scene) => {
    const team = scene.user('t');
    const ana = await scene.connect({ auth: auth(scene.user('ana'),
        { teams: [team] }) });
    await ana.next();
    answers = [500, 503];
    const count = () => told.filter(({ args }) => args?.[0]?.team === team)
        .length;
    await ana.call('note', { team, text: 'again' });
    await until(() => count() === 3, 'three attempts', SIO_WAIT_MS * 3);
});

row('expressions that fail: dropped, the connection stays', async (scene) => {
    const ana = await scene.connect({ auth: auth('ana', { teams: [] }) });
    await ana.next();
    let wrong = 0;
    for (const [event, data] of [['divide', { a: 1, b: 0 }],
        ['divide', { a: '1', b: 2 }], ['divide', {}],
        ['compare', { a: 'x', b: ['y'] }], ['compare', { a: 1, b: 'y' }],
        ['compare', { a: 3, b: 2 }]]) {
        ana.socket.emit(event, data, () => { wrong += 1; });
    }
    assert.deepEqual(await ana.call('divide', { a: 6, b: 3 }), [2]);
    await ana.expect('divided', 2);
    assert.deepEqual(await ana.call('compare', { a: 1, b: 2 }), ['smaller']);
    assert.equal(wrong, 0);
    assert.deepEqual(ana.disconnects, []);
});

row('a part of the identifier from the token', async (scene) => {
    const ana = await scene.connect({ name: 'ana', auth: auth('ana', {
        teams: [] }) });
    await ana.next();
    ana.emit('join_desk', { desk: 4, user: 'bob' });
    await ana.expect('joined');
    const { code, stderr } = await runProgram('moot', ['emit', '--data',
        scene.cluster.data, '--event', 'ring', '--payload', '1',
        '--room', 'desk|ana|4'], { env: scene.cluster.env });
    assert.equal(code, 0, stderr);
    await ana.expect('ring', 1);
});

row('roles of a durable room decide', async (scene) => {
    const room = `club-${scene.tag}`;
    const moot = async (...args) => {
        const { code, stderr } = await runProgram('moot', ['room', ...args,
            '--data', scene.cluster.data], { env: scene.cluster.env });
        assert.equal(code, 0, `${args}: ${stderr}`);
    };
    const owner = scene.user('owner');
    const member = scene.user('member');
    await moot('create', room, '--owner', owner);
    await moot('add', room, member);
    const ask = async (user) => {
        const one = await scene.connect({ name: user, edge: 1,
            auth: auth(user, { teams: [] }) });
        await one.next();
        one.emit('join_club', { club: scene.tag });
        const [event, error] = await one.next();
        return error === undefined ? event : error.type;
    };
    assert.equal(await ask(owner), 'joined');
    assert.equal(await ask(member), 'forbidden');
    assert.equal(await ask(scene.user('stranger')), 'forbidden');
    await moot('role', room, member, 'ADMIN');
    assert.equal(await ask(member), 'joined');
});

row('a namespace for everybody', async (scene) => {
    const one = await scene.connect({ name: 'one', namespace: '/open' });
    const two = await scene.connect({ name: 'two', namespace: '/open',
        edge: 1, transport: 'polling' });
    one.emit('shout', 'hey', { n: 1 }, Buffer.from([1, 2]));
    for (const each of [one, two]) {
        await each.expect('shouted', 'hey', { n: 1 }, Buffer.from([1, 2]));
    }
});
