// Socket.IO sessions whose requests reach any edge, and programs that die
// under their traffic. Two edges behind one port, two workers.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after } from 'node:test';
import { ownCluster } from '../lib/cluster.js';
import { temporaryFolder, until } from '../lib/programs.js';
import {
    RawPolling, RawSocket, SIO_WAIT_MS, Sio, httpUrl, patientProfile,
    supportToken, withSio,
} from '../lib/sio.js';

const cookieOf = (user, rol) => `token=${supportToken(user, rol)}`;

const folder = temporaryFolder();
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const conformance = { edges: 2, workers: 2,
    args: ['--profile', 'conformance'] };
const patient = { ...conformance, args: ['--profile',
    patientProfile(folder)] };
const support = { edges: 2, workers: 2, args: ['--profile', 'support-chat'] };

// The messages of a user's history, by its own token.
async function stored(cluster, user, edge = 0) {
    const answer = await fetch(`${httpUrl(cluster, edge)}/api/mensajes/mios`,
        { headers: { cookie: cookieOf(user, 'user') } });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()).map(({ mensaje }) => mensaje);
}

ownCluster('a polling session whose requests reach both edges in turn',
    patient, async (scene, cluster) => {
        const urls = [0, 1].map((edge) => httpUrl(cluster, edge));
        for (const order of [urls, [...urls].reverse()]) {
            const poll = await RawPolling.connect(order);
            assert.equal((await poll.post('40')).text, 'ok');
            const packets = [];
            for (let i = 0; i < 20; i += 1) {
                poll.turn = i; // now this edge, now that one
                const answer = await poll.post(`42["message",${i}]`);
                assert.deepEqual(answer, { status: 200, text: 'ok' });
            }
            for (let i = 0; packets.length < 22; i += 1) {
                poll.turn = i;
                packets.push(...(await poll.get())
                    .filter((one) => one !== '2'));
                assert.equal((await poll.post('3')).status, 200);
            }
            assert.deepEqual(packets.slice(2), Array.from({ length: 20 },
                (_, i) => `42["message-back",${i}]`));
        }
    });

ownCluster('an upgrade that reaches the other edge', patient,
    async (scene, cluster) => {
        const poll = await RawPolling.connect(httpUrl(cluster, 0));
        await poll.post('40');
        await poll.get();
        const raw = new RawSocket(httpUrl(cluster, 1),
            `EIO=4&transport=websocket&sid=${poll.sid}`);
        await raw.opened;
        raw.send('2probe');
        assert.equal(await raw.next(), '3probe');
        raw.send('5');
        for (let i = 0; i < 100; i += 1) {
            raw.send(`42["message",${i}]`);
        }
        raw.send('451-["message",{"_placeholder":true,"num":0}]');
        raw.send(Buffer.from([9, 8, 7]));
        for (let i = 0; i < 100; i += 1) {
            let frame = await raw.next();
            if (frame === '42["auth",{}]') {
                frame = await raw.next();
            }
            assert.equal(frame, `42["message-back",${i}]`);
        }
        assert.match(await raw.next(), /^451-\["message-back"/);
        assert.deepEqual(await raw.next(), Buffer.from([9, 8, 7]));
        raw.close();
        // The end of the socket ends the session at the other edge.
        await until(async () => {
            const answer = await fetch(poll.target());
            await answer.text();
            return answer.status === 400;
        }, 'the end of the session', SIO_WAIT_MS);
    });

ownCluster('the session\'s edge dies: only then it is unknown', patient,
    async (scene, cluster) => {
        scene.expectedErrors.push(/./);
        const poll = await RawPolling.connect(httpUrl(cluster, 0));
        assert.equal((await poll.post('40')).status, 200);
        poll.urls = [httpUrl(cluster, 1)];
        assert.ok((await poll.get()).length > 0);
        await cluster.kill('edge', 0);
        await until(async () => {
            const answer = await poll.post('3');
            return answer.status === 400
                && JSON.parse(answer.text).code === 1;
        }, 'Session ID unknown', SIO_WAIT_MS * 3);
    });

ownCluster('two edges behind one port: real clients over polling and upgrade',
    { ...conformance, portShared: true },
    async (scene, cluster) => {
        await withSio(cluster, async (sio) => {
            const clients = [];
            for (let i = 0; i < 12; i += 1) {
                clients.push(await sio.connect({ name: `c${i}`,
                    transport: i % 2 ? 'polling' : 'upgrade' }));
            }
            for (const client of clients) {
                await client.expect('auth', {});
            }
            for (let i = 0; i < 20; i += 1) {
                for (const client of clients) {
                    client.emit('message', i);
                }
            }
            for (const client of clients) {
                for (let i = 0; i < 20; i += 1) {
                    await client.expect('message-back', i);
                }
                assert.deepEqual(client.disconnects, []);
            }
        });
    });

// Sends numbered messages all the while, one at a time, and reconnects.
function storm(client, para, count, pause = 5) {
    let next = 0;
    return new Promise((resolve) => {
        const timer = setInterval(() => {
            if (!client.socket.connected) {
                return;
            }
            client.emit('mensaje_privado', { para, mensaje: `m${next}` });
            next += 1;
            if (next === count) {
                clearInterval(timer);
                resolve();
            }
        }, pause);
    });
}

ownCluster('a worker dies under traffic: nothing stored is lost or doubled',
    support, async (scene, cluster) => {
        scene.expectedErrors.push(/./);
        const [ana, bob, root] = ['ana', 'bob', 'root'].map((name) =>
            scene.user(name));
        const at = (edge) => httpUrl(cluster, edge);
        const a = await Sio.connect(at(0), { name: 'a',
            cookie: cookieOf(ana, 'user') });
        const b = await Sio.connect(at(1), { name: 'b',
            cookie: cookieOf(bob, 'user') });
        const r = await Sio.connect(at(1), { name: 'r',
            cookie: cookieOf(root, 'admin') });
        const COUNT = 600;
        const sending = storm(a, bob, COUNT);
        for (const place of [0, 1]) {
            await until(() => b.all.length > 50 + place * 200, 'traffic',
                SIO_WAIT_MS);
            await cluster.kill('worker', place);
        }
        await sending;
        await cluster.healthy();
        const all = Array.from({ length: COUNT }, (_, i) => `m${i}`);
        for (const one of [b, r]) {
            await until(() => one.all.length >= COUNT, `all at ${one.name}`,
                SIO_WAIT_MS * 3);
            assert.deepEqual(one.all.map(([, data]) => data.mensaje), all,
                one.name);
            assert.deepEqual(one.disconnects, []);
        }
        for (const user of [ana, bob]) {
            let rows = [];
            await until(async () => {
                rows = await stored(cluster, user, 1);
                return rows.length >= COUNT;
            }, 'the history', SIO_WAIT_MS * 2, 300);
            assert.deepEqual(rows, all, user);
        }
        [a, b, r].forEach((one) => one.close());
    }, { timeout: 180_000 });

ownCluster('an edge dies under traffic: what was stored is in the history',
    support, async (scene, cluster) => {
        scene.expectedErrors.push(/./);
        const [ana, bob] = ['ana', 'bob'].map((name) => scene.user(name));
        const a = await Sio.connect(httpUrl(cluster, 0), { name: 'a',
            cookie: cookieOf(ana, 'user') });
        const b = await Sio.connect(httpUrl(cluster, 1), { name: 'b',
            cookie: cookieOf(bob, 'user'), reconnection: true });
        const COUNT = 400;
        const sending = storm(a, bob, COUNT);
        await until(() => b.all.length > 50, 'traffic', SIO_WAIT_MS);
        await cluster.kill('edge', 1);
        await sending;
        await until(() => b.socket.connected, 'b again', SIO_WAIT_MS * 3);
        a.emit('mensaje_privado', { para: bob, mensaje: 'end' });
        await until(() => b.all.at(-1)?.[1].mensaje === 'end', 'the last',
            SIO_WAIT_MS);
        // In order, nothing twice, whatever was missed while it was away.
        const numbers = b.all.slice(0, -1).map(([, data]) =>
            Number(data.mensaje.slice(1)));
        assert.deepEqual(numbers, [...new Set(numbers)].sort(
            (x, y) => x - y));
        const all = [...Array.from({ length: COUNT }, (_, i) => `m${i}`),
            'end'];
        let rows = [];
        await until(async () => {
            rows = await stored(cluster, bob, 0);
            return rows.length >= all.length;
        }, 'the history', SIO_WAIT_MS * 2, 300);
        assert.deepEqual(rows, all);
        [a, b].forEach((one) => one.close());
    }, { timeout: 180_000 });

ownCluster('a restart of everything keeps the history', support,
    async (scene, cluster) => {
        const [ana, bob] = ['ana', 'bob'].map((name) => scene.user(name));
        const a = await Sio.connect(httpUrl(cluster, 0), { name: 'a',
            cookie: cookieOf(ana, 'user') });
        const b = await Sio.connect(httpUrl(cluster, 1), { name: 'b',
            cookie: cookieOf(bob, 'user') });
        for (let i = 0; i < 50; i += 1) {
            a.emit('mensaje_privado', { para: bob, mensaje: `m${i}` });
        }
        await until(() => b.all.length === 50, 'all', SIO_WAIT_MS);
        [a, b].forEach((one) => one.close());
        await cluster.stop();
        await cluster.start();
        let rows = [];
        await until(async () => {
            rows = await stored(cluster, bob);
            return rows.length >= 50;
        }, 'the history', SIO_WAIT_MS, 300);
        assert.deepEqual(rows, Array.from({ length: 50 }, (_, i) => `m${i}`));
    });

ownCluster('another path for Socket.IO',
    { ...conformance, env: { MOOT_SOCKETIO_PATH: '/live/io/' } },
    async (scene, cluster) => {
        for (const transport of ['websocket', 'polling', 'upgrade']) {
            const one = await Sio.connect(httpUrl(cluster), { transport,
                path: '/live/io/' });
            await one.expect('auth', {});
            one.emit('message', transport);
            await one.expect('message-back', transport);
            one.close();
        }
        const former = await fetch(`${httpUrl(cluster)}/socket.io/`
            + '?EIO=4&transport=polling');
        assert.equal(former.status, 404);
    });
