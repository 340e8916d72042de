// Every kind of packet of Engine.IO 4 and Socket.IO 5, good and malformed,
// by raw clients. The profile is conformance without its short times: what
// ends a session here within seconds is not the heartbeat.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after } from 'node:test';
import { sharedCluster } from '../lib/cluster.js';
import { temporaryFolder } from '../lib/programs.js';
import {
    RawPolling, RawSocket, SIO_WAIT_MS, Sio, patientProfile, withSio,
} from '../lib/sio.js';

const folder = temporaryFolder();
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const play = sharedCluster({ args: ['--profile', patientProfile(folder)] });

const row = (name, act) => play(name, ({ cluster }) => withSio(cluster, act));

// Runs act with a raw WebSocket that is in the namespace /, its `auth` event
// read, and ends it.
async function inside(scene, act, edge = 0) {
    const raw = await RawSocket.enter(scene.url(edge), '40{"k":"v"}');
    try {
        assert.equal(await raw.next(), '42["auth",{"k":"v"}]');
        await act(raw);
    } finally {
        raw.close();
    }
}

async function http(url, path, options = {}) {
    const answer = await fetch(url + path, options);
    const text = await answer.text();
    return { status: answer.status, text, headers: answer.headers };
}

row('handshakes that are refused: EIO, transport, method, sid',
    async (scene) => {
        const url = scene.url();
        for (const [query, code] of [
            ['transport=polling', 5],
            ['EIO=3&transport=polling', 5],
            ['EIO=abc&transport=polling', 5],
            ['EIO=4', 0],
            ['EIO=4&transport=abc', 0],
            ['EIO=4&transport=flashsocket', 0],
            ['EIO=4&transport=polling&sid=nothing', 1],
            [`EIO=4&transport=polling&sid=${'x'.repeat(500)}`, 1],
            ['EIO=4&transport=polling&sid=%00%ff', 1]]) {
            const answer = await http(url, `/socket.io/?${query}`);
            assert.equal(answer.status, 400, query);
            const error = JSON.parse(answer.text);
            assert.equal(error.code, code, `${query}: ${answer.text}`);
            assert.equal(typeof error.message, 'string');
        }
        for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
            const answer = await http(url,
                '/socket.io/?EIO=4&transport=polling', { method });
            assert.equal(answer.status, 400, method);
            assert.equal(JSON.parse(answer.text).code, 2, method);
        }
        for (const query of ['EIO=3&transport=websocket',
            'transport=websocket', 'EIO=4&transport=abc', 'EIO=4',
            'EIO=4&transport=websocket&sid=nothing']) {
            const raw = new RawSocket(url, query);
            await assert.rejects(raw.opened, /400/, query);
        }
    });

row('the open packet', async (scene) => {
    const raw = await RawSocket.connect(scene.url());
    assert.deepEqual(Object.keys(raw.handshake).sort(), ['maxPayload',
        'pingInterval', 'pingTimeout', 'sid', 'upgrades']);
    assert.deepEqual(raw.handshake.upgrades, []);
    assert.equal(raw.handshake.pingInterval, 25_000);
    assert.equal(raw.handshake.pingTimeout, 20_000);
    assert.equal(raw.handshake.maxPayload, 1_000_000);
    raw.close();
    const poll = await RawPolling.connect(scene.url(1));
    assert.deepEqual(poll.handshake.upgrades, ['websocket']);
    assert.notEqual(poll.sid, raw.handshake.sid);
});

row('CONNECT: sid, auth, a custom namespace, an unknown one', async (scene) => {
    const raw = await RawSocket.connect(scene.url());
    raw.send('40');
    const answer = await raw.next();
    const { sid } = JSON.parse(answer.slice(2));
    assert.match(answer, /^40\{/);
    assert.notEqual(sid, raw.handshake.sid);
    assert.equal(await raw.next(), '42["auth",{}]');
    raw.send('40/custom,{"token":"abc"}');
    assert.match(await raw.next(), /^40\/custom,\{"sid":"[^"]+"\}$/);
    assert.equal(await raw.next(), '42/custom,["auth",{"token":"abc"}]');
    raw.send('40/unknown');
    assert.equal(await raw.next(),
        '44/unknown,{"message":"Invalid namespace"}');
    raw.send('42["message",1]');
    assert.equal(await raw.next(), '42["message-back",1]');
    raw.close();
});

row('events, acks, their order', async (scene) => {
    await inside(scene, async (raw) => {
        raw.send('42["message",1,"2",{"3":[true,null]}]');
        assert.equal(await raw.next(),
            '42["message-back",1,"2",{"3":[true,null]}]');
        raw.send('42456["message-with-ack",1,"2",{"3":[false]}]');
        assert.equal(await raw.next(), '43456[1,"2",{"3":[false]}]');
        for (let i = 0; i < 50; i += 1) {
            raw.send(`42${i}["message-with-ack",${i}]`);
        }
        for (let i = 0; i < 50; i += 1) {
            assert.equal(await raw.next(), `43${i}[${i}]`);
        }
        // Acks that nobody asked for mean nothing.
        raw.send('437["x"]');
        raw.send('43999999[]');
        raw.send('42["message",2]');
        assert.equal(await raw.next(), '42["message-back",2]');
    }, 1);
});

row('binary events and acks', async (scene) => {
    await inside(scene, async (raw) => {
        const [one, two] = [Buffer.from([1, 2, 3]), Buffer.from([4, 5, 6])];
        raw.send('452-["message",{"_placeholder":true,"num":0},'
            + '{"_placeholder":true,"num":1}]');
        raw.send(one);
        raw.send(two);
        assert.equal(await raw.next(), '452-["message-back",'
            + '{"_placeholder":true,"num":0},'
            + '{"_placeholder":true,"num":1}]');
        assert.deepEqual(await raw.next(), one);
        assert.deepEqual(await raw.next(), two);
        raw.send('452-789["message-with-ack",{"_placeholder":true,"num":0},'
            + '{"_placeholder":true,"num":1}]');
        raw.send(one);
        raw.send(two);
        assert.equal(await raw.next(), '462-789['
            + '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
        assert.deepEqual(await raw.next(), one);
        assert.deepEqual(await raw.next(), two);
    });
});

// Each of these ends the connection.
const BROKEN = {
    'no such type of Engine.IO': 'x',
    'type 9': '9',
    'an empty message': '4',
    'no such type of Socket.IO': '4abc',
    'type 47': '47',
    'an event without payload': '42',
    'an event that is no array': '42{}',
    'an event that is a string': '42"x"',
    'an empty event': '42[]',
    'an event without a name': '42[{}]',
    'an event of a reserved name': '42["connect_error"]',
    'broken JSON': '42["message",',
    'two values': '42["message"]["message"]',
    'an ack id that is too long': '4299999999999999999999["message"]',
    'an ack without array': '431{}',
    'an ack without id': '43[]',
    'a CONNECT with a string': '40"x"',
    'a CONNECT_ERROR from a client': '44{"message":"x"}',
    'no count of attachments': '45-["message"]',
    'a count that is no number': '45a-["message"]',
    'a count without dash': '451["message"]',
    'ten thousand announced': '4510000-["message"]',
    'a placeholder beyond the count':
        '451-["message",{"_placeholder":true,"num":1}]',
    'an event of a namespace that is not connected': '42/custom,["message"]',
    'deep nesting': `42["message",${'['.repeat(200)}${']'.repeat(200)}]`,
};

for (const [name, packet] of Object.entries(BROKEN)) {
    row(`closes: ${name}`, (scene) => inside(scene, async (raw) => {
        raw.send(packet);
        if (packet.startsWith('451-')) {
            raw.send(Buffer.from([1]));
        }
        await raw.isClosed();
        assert.deepEqual(raw.frames.filter((frame) => frame !== '2'), []);
    }));
}

row('what means nothing is passed over', (scene) => inside(scene,
    async (raw) => {
        for (const packet of ['0', '3', '6', '5', '43123["not asked for"]']) {
            raw.send(packet);
            raw.send('42["message",1]');
            assert.equal(await raw.next(), '42["message-back",1]', packet);
        }
    }));

row('an event before CONNECT closes', async (scene) => {
    for (const packet of ['42["message",1]', '43[]', '41', '450-["x"]']) {
        const raw = await RawSocket.connect(scene.url());
        raw.send(packet);
        await raw.isClosed(`after ${packet}`);
        raw.close();
    }
});

row('binary data that nothing announced; text where binary is due',
    async (scene) => {
        await inside(scene, async (raw) => {
            raw.send(Buffer.from([1, 2, 3]));
            await raw.isClosed();
        });
        await inside(scene, async (raw) => {
            raw.send('451-["message",{"_placeholder":true,"num":0}]');
            raw.send('42["message"]');
            await raw.isClosed();
        });
    });

row('ten thousand namespaces', async (scene) => {
    const raw = await RawSocket.enter(scene.url());
    assert.equal(await raw.next(), '42["auth",{}]');
    for (let i = 0; i < 10_000; i += 1) {
        raw.send(`40/ns${i},`);
    }
    for (let i = 0; i < 10_000; i += 1) {
        assert.equal(await raw.next(),
            `44/ns${i},{"message":"Invalid namespace"}`);
    }
    raw.send('42["message",1]');
    assert.equal(await raw.next(), '42["message-back",1]');
    raw.close();
});

row('41 leaves the namespace, 1 ends the connection', async (scene) => {
    await inside(scene, async (raw) => {
        raw.send('40/custom,');
        await raw.next();
        await raw.next();
        raw.send('41');
        raw.send('42/custom,["message","still"]');
        assert.equal(await raw.next(), '42/custom,["message-back","still"]');
        raw.send('1');
        await raw.isClosed();
    });
});

row('a message over maxPayload closes, one of it does not', async (scene) => {
    const packet = (size) => {
        const bare = '42["message",""]';
        return `42["message","${'x'.repeat(size - bare.length)}"]`;
    };
    await inside(scene, async (raw) => {
        raw.send(packet(1_000_000));
        assert.equal((await raw.next()).length,
            1_000_000 + '-back'.length);
    });
    await inside(scene, async (raw) => {
        raw.send(packet(1_000_001));
        await raw.isClosed();
    });
});

row('polling: packets of a payload, base64, 413, content types',
    async (scene) => {
        const poll = await RawPolling.connect([scene.url(0), scene.url(1)]);
        assert.deepEqual(await poll.post('40'), { status: 200, text: 'ok' });
        const got = [...await poll.get()];
        while (got.length < 2) {
            got.push(...await poll.get());
        }
        assert.match(got[0], /^40\{"sid"/);
        assert.equal(got[1], '42["auth",{}]');
        await poll.post(['42["message",1]', '42["message","ä"]',
            '451-["message",{"_placeholder":true,"num":0}]', 'bAQIDBA=='
            ].join('\x1e'));
        const packets = [];
        while (packets.length < 4) {
            packets.push(...(await poll.get()).filter((one) => one !== '2'));
        }
        assert.deepEqual(packets, ['42["message-back",1]',
            '42["message-back","ä"]',
            '451-["message-back",{"_placeholder":true,"num":0}]',
            'bAQIDBA==']);
    });

// The session ends with a close packet, or is unknown at once.
async function ended(poll, what) {
    const signal = AbortSignal.timeout(SIO_WAIT_MS);
    for (;;) {
        const packets = await poll.get(signal).catch((error) => {
            assert.equal(error.status, 400, `${what}: ${error}`);
            assert.equal(JSON.parse(error.message).code, 1, what);
            return ['1'];
        });
        if (packets.includes('1')) {
            return;
        }
    }
}

row('polling: bodies that are broken', async (scene) => {
    for (const body of ['', 'abc', '4\x1e\x1e4', 'b', 'b!!!!',
        '42["message",', '\x1e'.repeat(50), '9']) {
        const poll = await RawPolling.connect(scene.url());
        await poll.post('40');
        const answer = await poll.post(body);
        assert.ok([200, 400].includes(answer.status), body);
        await ended(poll, body);
    }
});

row('polling: a body over maxPayload is 413', async (scene) => {
    for (const edge of [0, 1]) {
        const poll = await RawPolling.connect(scene.url(0));
        poll.urls = [scene.url(edge)];
        const large = await poll.post('x'.repeat(1_000_001));
        assert.equal(large.status, 413);
    }
});

row('polling: two GETs at once end the session', async (scene) => {
    const poll = await RawPolling.connect(scene.url());
    await poll.post('40');
    while ((await poll.get()).length === 0);
    const both = await Promise.allSettled([poll.get(), poll.get()]);
    const outcomes = both.map(({ status, value }) => status === 'rejected'
        ? 'refused' : value.includes('1') ? 'closed' : 'data');
    assert.ok(outcomes.includes('refused') || outcomes.includes('closed'),
        JSON.stringify(outcomes));
    await ended(poll, 'two GETs');
});

row('the upgrade: 2probe, 3probe, 5', async (scene) => {
    const poll = await RawPolling.connect(scene.url());
    await poll.post('40');
    await poll.get();
    const raw = new RawSocket(scene.url(),
        `EIO=4&transport=websocket&sid=${poll.sid}`);
    await raw.opened;
    const held = poll.get().catch(() => []);
    raw.send('2probe');
    assert.equal(await raw.next(), '3probe');
    assert.ok((await held).every((one) => ['6', '2', '42["auth",{}]']
        .includes(one)));
    raw.send('5');
    raw.send('42["message","up"]');
    let frame;
    do {
        frame = await raw.next();
    } while (frame === '42["auth",{}]');
    assert.equal(frame, '42["message-back","up"]');
    raw.close();
});

row('a WebSocket of a session that has one already, or no such session',
    async (scene) => {
        const raw = await RawSocket.enter(scene.url());
        const second = new RawSocket(scene.url(),
            `EIO=4&transport=websocket&sid=${raw.handshake.sid}`);
        await second.opened.catch(() => {});
        await second.isClosed();
        raw.send('42["message",1]');
        await raw.next();
        raw.close();
    });

row('CORS of polling', async (scene) => {
    const url = `${scene.url()}/socket.io/?EIO=4&transport=polling`;
    const headers = { origin: 'https://page.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type' };
    const asked = await fetch(url, { method: 'OPTIONS', headers });
    assert.ok([200, 204].includes(asked.status));
    assert.ok(['*', 'https://page.example'].includes(
        asked.headers.get('access-control-allow-origin')));
    const got = await fetch(url, { headers: { origin:
        'https://page.example' } });
    assert.ok(['*', 'https://page.example'].includes(
        got.headers.get('access-control-allow-origin')));
});

for (const transport of ['websocket', 'polling', 'upgrade']) {
    row(`the real client over ${transport}`, async (scene) => {
        const client = await scene.connect({ name: transport, transport,
            auth: { a: 1 }, edge: 1 });
        await client.expect('auth', { a: 1 });
        client.emit('message', 1, 'two', { three: [3] }, Buffer.from('four'));
        await client.expect('message-back', 1, 'two', { three: [3] },
            Buffer.from('four'));
        assert.deepEqual(await client.call('message-with-ack', 'x',
            Buffer.from([0, 255])), ['x', Buffer.from([0, 255])]);
        const custom = await Sio.connect(scene.url(), { namespace: '/custom',
            transport });
        await custom.expect('auth', {});
        custom.emit('message', 'c');
        await custom.expect('message-back', 'c');
        custom.close();
    });
}
