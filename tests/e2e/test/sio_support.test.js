// The support chat, as the profile support-chat has it: every row of its
// contract with the real client, on two edges and two workers.

import assert from 'node:assert/strict';
import { sharedCluster } from '../lib/cluster.js';
import { until } from '../lib/programs.js';
import {
    RawSocket, SIO_WAIT_MS, httpUrl, supportToken, withSio,
} from '../lib/sio.js';
import { seconds, tokenOf } from '../lib/token.js';

const play = sharedCluster({ args: ['--profile', 'support-chat'] });

// Every row of the contract over both transports.
function row(name, act) {
    for (const transport of ['websocket', 'polling']) {
        play(`${name}, ${transport}`, ({ cluster }) =>
            withSio(cluster, act, transport));
    }
}

const once = (name, act) => play(name, ({ cluster }) => withSio(cluster, act));

const cookie = (user, rol, more) =>
    `theme=dark; token=${supportToken(user, rol, more)}; other=1`;

const as = (name, user, rol, more = {}) => ({ name,
    cookie: cookie(user, rol), ...more });

async function history(scene, path, user, rol, edge = 0) {
    const answer = await fetch(httpUrl(scene.cluster, edge) + path, {
        headers: user === undefined ? {} : { cookie: cookie(user, rol) } });
    return { status: answer.status, body: await answer.json() };
}

// Proof that nothing else came: a last message of the same sender.
async function last(from, to, who, text = 'the last one') {
    from.emit('mensaje_privado', { para: to, mensaje: text });
    for (const [client, de] of who) {
        await client.expect('mensaje_recibido', { de, mensaje: text });
    }
}

row('no cookie header, no token in it, a bad or expired one', async (scene) => {
    assert.equal(await scene.refused(), 'No autenticado');
    assert.equal(await scene.refused({ edge: 1, cookie: 'a=b; tokens=x' }),
        'Token no proporcionado');
    for (const token of ['x.y.z', supportToken('ana', 'user',
        { exp: seconds(-60) }), tokenOf({ user: 'ana', rol: 'user' },
        { key: 'another-secret-of-at-least-32-bytes!' })]) {
        assert.equal(await scene.refused(
            { cookie: `token=${token}` }), 'Token inválido');
    }
});

row('nothing is emitted on connect', async (scene) => {
    const [ana, root] = [scene.user('ana'), scene.user('root')];
    const a = await scene.connect(as('a', ana, 'user'));
    const r = await scene.connect(as('r', root, 'admin', { edge: 1 }));
    await last(r, ana, [[a, root]]);
    assert.equal(a.all.length, 1);
    assert.equal(r.all.length, 0);
});

row('a user to a user: the recipient, then every administrator',
    async (scene) => {
        const [ana, bob, eva, root] = ['ana', 'bob', 'eva', 'root']
            .map(scene.user);
        const a = await scene.connect(as('a', ana, 'user'));
        const b = await scene.connect(as('b', bob, 'user', { edge: 1 }));
        const b2 = await scene.connect(as('b2', bob, 'user', { edge: 0 }));
        const e = await scene.connect(as('e', eva, 'user', { edge: 1 }));
        const r = await scene.connect(as('r', root, 'admin', { edge: 1 }));
        const r2 = await scene.connect(as('r2', root, 'admin', { edge: 0 }));
        a.emit('mensaje_privado', { para: bob, mensaje: 'hola' });
        for (const one of [b, b2, r, r2]) {
            await one.expect('mensaje_recibido', { de: ana, mensaje: 'hola' });
        }
        await last(r, eva, [[e, root]]);
        assert.equal(a.all.length, 0, 'no echo');
        assert.equal(e.all.length, 1, 'nobody else');
    });

row('from an administrator: only the recipient', async (scene) => {
    const [ana, root, boss] = ['ana', 'root', 'boss'].map(scene.user);
    const a = await scene.connect(as('a', ana, 'user', { edge: 1 }));
    const r = await scene.connect(as('r', root, 'admin'));
    const s = await scene.connect(as('s', boss, 'admin', { edge: 1 }));
    r.emit('mensaje_privado', { para: ana, mensaje: 'uno' });
    await a.expect('mensaje_recibido', { de: root, mensaje: 'uno' });
    r.emit('mensaje_privado', { para: boss, mensaje: 'dos' });
    await s.expect('mensaje_recibido', { de: root, mensaje: 'dos' });
    await last(a, 'nobody-at-all', [[r, ana], [s, ana]]);
    assert.equal(s.all.length, 2);
    assert.equal(r.all.length, 1);
    assert.equal(a.all.length, 1);
});

row('an administrator who is the recipient gets two frames from a user',
    async (scene) => {
        const [ana, root, boss] = ['ana', 'root', 'boss'].map(scene.user);
        const a = await scene.connect(as('a', ana, 'user'));
        const r = await scene.connect(as('r', root, 'admin', { edge: 1 }));
        const s = await scene.connect(as('s', boss, 'admin'));
        a.emit('mensaje_privado', { para: root, mensaje: 'ayuda' });
        await r.expect('mensaje_recibido', { de: ana, mensaje: 'ayuda' });
        await r.expect('mensaje_recibido', { de: ana, mensaje: 'ayuda' });
        await s.expect('mensaje_recibido', { de: ana, mensaje: 'ayuda' });
        await last(a, 'nobody', [[r, ana], [s, ana]]);
    });

row('only rol exactly admin is one', async (scene) => {
    const [ana, eva] = ['ana', 'eva'].map(scene.user);
    const a = await scene.connect(as('a', ana, 'user'));
    const others = [];
    for (const rol of ['Admin', 'ADMIN', 'administrator', '', null, true,
        ['admin']]) {
        others.push(await scene.connect(as(String(rol),
            scene.user(`x${others.length}`), rol, { edge: 1 })));
    }
    const e = await scene.connect(as('e', eva, 'user', { edge: 1 }));
    await last(a, eva, [[e, ana]]);
    assert.deepEqual(others.map((one) => one.all.length),
        others.map(() => 0));
});

row('names are not rooms: user:…, admins, *', async (scene) => {
    const [ana, root] = ['ana', 'root'].map(scene.user);
    const a = await scene.connect(as('a', ana, 'user'));
    const strange = await scene.connect(as('strange', 'admins', 'user',
        { edge: 1 }));
    const r = await scene.connect(as('r', root, 'admin', { edge: 1 }));
    r.emit('mensaje_privado', { para: 'admins', mensaje: 'al usuario' });
    await strange.expect('mensaje_recibido', { de: root,
        mensaje: 'al usuario' });
    for (const event of ['join', 'join_admins', 'subscribe', 'leave_user']) {
        strange.emit(event, { room: 'admins', chat_id: 'admins' });
    }
    a.emit('mensaje_privado', { para: `user:${root}`, mensaje: 'x' });
    await r.expect('mensaje_recibido', { de: ana, mensaje: 'x' });
    await last(r, 'admins', [[strange, root]]);
    assert.equal(strange.all.length, 2);
    assert.equal(r.all.length, 1);
});

row('bad data is dropped, the connection stays', async (scene) => {
    const [ana, bob] = ['ana', 'bob'].map(scene.user);
    const a = await scene.connect(as('a', ana, 'user'));
    const b = await scene.connect(as('b', bob, 'user', { edge: 1 }));
    for (const data of [undefined, null, 'hola', 7, [], [bob, 'x'], {},
        { para: bob }, { mensaje: 'x' }, { para: bob, mensaje: '' },
        { para: bob, mensaje: 7 }, { para: bob, mensaje: null },
        { para: bob, mensaje: {} }, { para: 7, mensaje: 'x' },
        { para: '', mensaje: 'x' }, { para: '   ', mensaje: 'x' },
        { para: [bob], mensaje: 'x' }, { para: { a: bob }, mensaje: 'x' },
        { para: 'p'.repeat(129), mensaje: 'x' },
        { para: bob, mensaje: 'm'.repeat(20_001) }]) {
        a.emit('mensaje_privado', ...(data === undefined ? [] : [data]));
    }
    a.emit('otro_evento', { para: bob, mensaje: 'x' });
    await last(a, `  ${bob} `, [[b, ana]]);
    assert.equal(b.all.length, 1);
    assert.equal(a.disconnects.length, 0);
});

row('exactly de and mensaje; de is the token\'s', async (scene) => {
    const [ana, bob] = ['ana', 'bob'].map(scene.user);
    const a = await scene.connect(as('a', ana, 'user'));
    const b = await scene.connect(as('b', bob, 'user', { edge: 1 }));
    a.emit('mensaje_privado', { para: bob, de: 'mallory', mensaje: ' ¿qué? ',
        extra: 1, __proto__: null });
    await b.expect('mensaje_recibido', { de: ana, mensaje: ' ¿qué? ' });
});

row('no acknowledgement, even when one is asked for', async (scene) => {
    const [ana, bob] = [scene.user('ana'), scene.user('bob')];
    const a = await scene.connect(as('a', ana, 'user'));
    const b = await scene.connect(as('b', bob, 'user', { edge: 1 }));
    let acks = 0;
    for (const mensaje of ['uno', '']) {
        a.socket.emit('mensaje_privado', { para: bob, mensaje },
            () => { acks += 1; });
    }
    await b.expect('mensaje_recibido', { de: ana, mensaje: 'uno' });
    // Ana hears of the next after all that the first could have caused her.
    await last(a, ana, [[a, ana]]);
    assert.equal(acks, 0);
    assert.equal(b.all.length, 1);
});

row('messages of one socket stay in order at every target', async (scene) => {
    const [ana, bob, root] = ['ana', 'bob', 'root'].map(scene.user);
    const a = await scene.connect(as('a', ana, 'user'));
    const b = await scene.connect(as('b', bob, 'user', { edge: 1 }));
    const b2 = await scene.connect(as('b2', bob, 'user', { edge: 0,
        transport: 'polling' }));
    const r = await scene.connect(as('r', root, 'admin', { edge: 1 }));
    const COUNT = 300;
    for (let i = 0; i < COUNT; i += 1) {
        a.emit('mensaje_privado', { para: i % 3 === 2 ? 'nobody' : bob,
            mensaje: `m${i}` });
    }
    const all = Array.from({ length: COUNT }, (_, i) => `m${i}`);
    const toBob = all.filter((_, i) => i % 3 !== 2);
    for (const [client, wanted] of [[b, toBob], [b2, toBob], [r, all]]) {
        await until(() => client.all.length >= wanted.length,
            `all at ${client.name}`, SIO_WAIT_MS * 2);
        assert.deepEqual(client.all.map(([, data]) => data.mensaje), wanted,
            client.name);
    }
});

row('history: both sides, oldest first, ISO times', async (scene) => {
    const [ana, bob, root] = ['ana', 'bob', 'root'].map(scene.user);
    const a = await scene.connect(as('a', ana, 'user'));
    const b = await scene.connect(as('b', bob, 'user', { edge: 1 }));
    const r = await scene.connect(as('r', root, 'admin', { edge: 1 }));
    a.emit('mensaje_privado', { para: bob, mensaje: 'uno' });
    await b.expect('mensaje_recibido', { de: ana, mensaje: 'uno' });
    b.emit('mensaje_privado', { para: ana, mensaje: 'dos' });
    await a.expect('mensaje_recibido', { de: bob, mensaje: 'dos' });
    r.emit('mensaje_privado', { para: ana, mensaje: 'tres' });
    await a.expect('mensaje_recibido', { de: root, mensaje: 'tres' });
    a.emit('mensaje_privado', { para: 'away', mensaje: 'cuatro' });
    const wanted = [[ana, bob, 'uno'], [bob, ana, 'dos'], [root, ana, 'tres'],
        [ana, 'away', 'cuatro']];
    for (const edge of [0, 1]) {
        for (const [path, who, rol] of [
            [`/api/mensajes?con=${ana}`, root, 'admin'],
            ['/api/mensajes/mios', ana, 'user']]) {
            let answer;
            await until(async () => {
                answer = await history(scene, path, who, rol, edge);
                return answer.status !== 200
                    || answer.body.length >= wanted.length;
            }, `the history at ${path}`, SIO_WAIT_MS);
            assert.equal(answer.status, 200, JSON.stringify(answer.body));
            assert.deepEqual(answer.body.map((one) => [one.de_usuario,
                one.para_usuario, one.mensaje]), wanted);
            for (const one of answer.body) {
                assert.deepEqual(Object.keys(one).sort(), ['de_usuario',
                    'fecha', 'mensaje', 'para_usuario']);
                assert.match(one.fecha,
                    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
                assert.ok(Math.abs(new Date(one.fecha) - Date.now())
                    < 60_000);
            }
            const times = answer.body.map(({ fecha }) => fecha);
            assert.deepEqual(times, [...times].sort());
        }
    }
});

once('history: who may read what', async (scene) => {
    const ana = scene.user('ana');
    const bad = { headers: { cookie: 'token=x.y.z' } };
    const at = (path, options) => fetch(scene.url() + path, options)
        .then(async (answer) => [answer.status, await answer.json()]);
    for (const path of ['/api/mensajes?con=x', '/api/mensajes',
        '/api/usuarios-conversaciones']) {
        assert.deepEqual(await at(path), [403, { error: 'Acceso denegado' }]);
        assert.deepEqual(await at(path, bad),
            [403, { error: 'Token inválido' }]);
        const answer = await history(scene, path, ana, 'user');
        assert.deepEqual([answer.status, answer.body],
            [403, { error: 'Acceso solo para administradores' }]);
    }
    const missing = await history(scene, '/api/mensajes', ana, 'admin');
    assert.deepEqual([missing.status, missing.body],
        [400, { error: 'Falta el parámetro ?con=usuario' }]);
    const none = await fetch(`${scene.url()}/api/mensajes/mios`);
    assert.equal(none.status, 401);
    assert.match(await none.text(), /No autenticado/);
    const empty = await history(scene, '/api/mensajes/mios', ana, 'user');
    assert.deepEqual([empty.status, empty.body], [200, []]);
});

row('who has conversations: the not-administrators on either side',
    async (scene) => {
        const [ana, bob, eva, leo, root, boss] = ['ana', 'bob', 'eva', 'leo',
            'root', 'boss'].map(scene.user);
        const a = await scene.connect(as('a', ana, 'user'));
        const b = await scene.connect(as('b', bob, 'user', { edge: 1 }));
        await scene.connect(as('e', eva, 'user', { edge: 1 }));
        const r = await scene.connect(as('r', root, 'admin', { edge: 1 }));
        const s = await scene.connect(as('s', boss, 'admin'));
        a.emit('mensaje_privado', { para: root, mensaje: '1' });
        b.emit('mensaje_privado', { para: eva, mensaje: '2' });
        r.emit('mensaje_privado', { para: leo, mensaje: '3' });
        r.emit('mensaje_privado', { para: boss, mensaje: '4' });
        await until(() => s.all.length === 3, 'all at boss', SIO_WAIT_MS);
        const wanted = [ana, leo].sort();
        let body;
        await until(async () => {
            ({ body } = await history(scene, '/api/usuarios-conversaciones',
                root, 'admin', 1));
            body = body.filter((name) => name.endsWith(scene.tag));
            return body.length >= wanted.length;
        }, 'the names', SIO_WAIT_MS);
        assert.deepEqual([...body].sort(), wanted);
    });

once('an event before CONNECT closes', async (scene) => {
    const early = await RawSocket.connect(scene.url());
    early.send('42["mensaje_privado",{}]');
    await early.isClosed();
});
