// The views of the profile support-chat over HTTP: every row of the contract
// about them, on two edges and two workers.

import assert from 'node:assert/strict';
import { sharedCluster } from '../lib/cluster.js';
import { until } from '../lib/programs.js';
import { supportToken, withSio } from '../lib/sio.js';

const scene = sharedCluster({ args: ['--profile', 'support-chat'],
    env: { MOOT_ORIGINS: 'https://chat.example.org' } });

function play(name, run) {
    scene(name, (s) => withSio(s.cluster, run));
}

// {status, body, headers}. who: [user, rol], a token, or null: no cookie.
async function get(s, path, who, options = {}) {
    const token = Array.isArray(who) ? supportToken(...who) : who;
    const answer = await fetch(s.url(options.edge ?? 0) + path, {
        method: options.method ?? 'GET', headers: {
            ...(token === null ? {} : { cookie: `a=b; token=${token}` }),
            ...options.headers } });
    const text = await answer.text();
    const json = answer.headers.get('content-type')
        ?.startsWith('application/json');
    return { status: answer.status, headers: answer.headers,
        body: json ? JSON.parse(text) : text };
}

async function enter(s, name, rol, edge) {
    const user = s.user(name);
    const client = await s.connect({ name, edge,
        cookie: `token=${supportToken(user, rol)}` });
    client.user = user;
    return client;
}

function write(from, to, mensaje) {
    from.emit('mensaje_privado', { para: to.user ?? to, mensaje });
}

// The messages as the view shows them, without their times.
async function history(s, path, who, count, options) {
    let rows = [];
    await until(async () => {
        const answer = await get(s, path, who, options);
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        rows = answer.body;
        return rows.length >= count;
    }, `${count} messages`);
    assert.equal(rows.length, count);
    for (const row of rows) {
        assert.deepEqual(Object.keys(row), ['de_usuario', 'para_usuario',
            'mensaje', 'fecha']);
        assert.equal(new Date(row.fecha).toISOString(), row.fecha);
        assert.ok(Math.abs(Date.now() - new Date(row.fecha)) < 60_000);
    }
    const times = rows.map(({ fecha }) => fecha);
    assert.deepEqual(times, [...times].sort());
    return rows.map(({ de_usuario, para_usuario, mensaje }) =>
        [de_usuario, para_usuario, mensaje]);
}

play('the words of refusals', async (s) => {
    const admin = [s.user('root'), 'admin'];
    const user = [s.user('ann'), 'user'];
    const other = 'Acceso solo para administradores';
    for (const path of ['/api/mensajes?con=x',
        '/api/usuarios-conversaciones']) {
        for (const [who, error] of [[null, 'Acceso denegado'],
            ['a.b.c', 'Token inválido'],
            [supportToken(...admin, { exp: 1 }), 'Token inválido'],
            [user, other], [[s.user('x'), 'Admin'], other]]) {
            const answer = await get(s, path, who);
            assert.equal(answer.status, 403);
            assert.deepEqual(answer.body, { error });
        }
    }
    const none = await get(s, '/api/mensajes/mios', null);
    assert.equal(none.status, 401);
    assert.deepEqual(none.body, { error: 'No autenticado' });
    const bad = await get(s, '/api/mensajes/mios', 'x');
    assert.equal(bad.status, 403);
    for (const path of ['/api/mensajes', '/api/mensajes?con=',
        '/api/mensajes?other=1']) {
        const missing = await get(s, path, admin);
        assert.equal(missing.status, 400);
        assert.deepEqual(missing.body,
            { error: 'Falta el parámetro ?con=usuario' });
    }
    assert.equal((await get(s, '/api/mensajes/otros', admin)).status, 404);
    const post = await get(s, '/api/mensajes', admin, { method: 'POST' });
    assert.equal(post.status, 405);
});

play('messages of a user, oldest first, from either edge', async (s) => {
    const ann = await enter(s, 'ann', 'user', 0);
    const bob = await enter(s, 'bob', 'user', 1);
    const root = await enter(s, 'root', 'admin', 1);
    write(ann, root, 'uno');
    write(ann, 'nobody-there', 'dos');
    await until(() => root.all.length >= 3, 'both at the admin');
    write(root, ann, 'tres');
    await until(() => ann.all.length >= 1, 'the answer');
    write(bob, ann, 'cuatro');
    const rows = [[ann.user, root.user, 'uno'],
        [ann.user, 'nobody-there', 'dos'], [root.user, ann.user, 'tres'],
        [bob.user, ann.user, 'cuatro']];
    for (const edge of [0, 1]) {
        assert.deepEqual(await history(s, `/api/mensajes?con=${ann.user}`,
            [root.user, 'admin'], 4, { edge }), rows);
        assert.deepEqual(await history(s, '/api/mensajes/mios',
            [ann.user, 'user'], 4, { edge }), rows);
        assert.deepEqual(await history(s, '/api/mensajes/mios',
            [bob.user, 'user'], 1, { edge }), [rows[3]]);
    }
    assert.deepEqual((await get(s, `/api/mensajes?con=${s.user('none')}`,
        [root.user, 'admin'])).body, []);
    const nobody = await history(s, '/api/mensajes?con=nobody-there',
        [root.user, 'admin'], 1);
    assert.deepEqual(nobody, [rows[1]]);
});

play('conversations: who wrote to an admin or was written by one',
    async (s) => {
        const root = await enter(s, 'root', 'admin', 0);
        const boss = await enter(s, 'boss', 'admin', 1);
        const ann = await enter(s, 'ann', 'user', 0);
        const bob = await enter(s, 'bob', 'user', 1);
        const carol = await enter(s, 'carol', 'user', 1);
        write(ann, root, 'a');
        write(boss, carol, 'b');
        write(boss, root, 'c');
        write(bob, carol, 'd'); // neither is an admin
        write(ann, boss, 'e');
        await until(async () => (await get(s, '/api/mensajes/mios',
            [carol.user, 'user'])).body.length === 2, 'all of it');
        await until(async () => {
            const { status, body } = await get(s,
                '/api/usuarios-conversaciones', [root.user, 'admin']);
            assert.equal(status, 200);
            const mine = body.filter((name) => name.endsWith(s.tag));
            return mine.length === 2 && mine[0] === ann.user
                && mine[1] === carol.user;
        }, 'ann and carol');
        // The role of the last token counts: boss is an admin no more.
        (await s.connect({ name: 'boss2', cookie: `token=${
            supportToken(boss.user, 'user')}` })).close();
        await until(async () => {
            const { body } = await get(s, '/api/usuarios-conversaciones',
                [root.user, 'admin']);
            const mine = body.filter((name) => name.endsWith(s.tag));
            return mine.join() === [ann.user, boss.user].join();
        }, 'ann and boss');
    });

play('more than a page, and the same after the workers died', async (s) => {
    const ann = await enter(s, 'ann', 'user', 0);
    const count = 1200;
    let rows;
    for (let i = 1; i <= count; i++) {
        write(ann, 'far', `m${i}`);
        // No more at once than a socket may have without an answer.
        if (i % 400 === 0) {
            rows = await history(s, '/api/mensajes/mios',
                [ann.user, 'user'], i);
        }
    }
    assert.deepEqual(rows.map(([, , text]) => text),
        Array.from({ length: count }, (_, i) => `m${i + 1}`));
    s.expectedErrors = [/.*/];
    const pids = [];
    for (const { pid } of await s.cluster.programs('worker')) {
        process.kill(pid, 'SIGKILL');
        pids.push(pid);
    }
    await s.cluster.healthy(pids);
    assert.deepEqual(await history(s, '/api/mensajes/mios',
        [ann.user, 'user'], count), rows);
});

play('pages of other origins', async (s) => {
    const who = [s.user('ann'), 'user'];
    const good = 'https://chat.example.org';
    const path = '/api/mensajes/mios';
    const answer = await get(s, path, who, { headers: { origin: good } });
    assert.equal(answer.headers.get('access-control-allow-origin'), good);
    assert.equal(answer.headers.get('access-control-allow-credentials'),
        'true');
    const bad = await get(s, path, who,
        { headers: { origin: 'https://evil.example.org' } });
    assert.equal(bad.headers.get('access-control-allow-origin'), null);
    const preflight = await get(s, path, null, { method: 'OPTIONS',
        headers: { origin: good, 'access-control-request-method': 'GET',
            'access-control-request-headers': 'x-y' } });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-headers'),
        'x-y');
});
