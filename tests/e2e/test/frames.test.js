// Section 2 of the contract: frames, sizes, correlation ids, bad input on
// the socket itself; and HELLO, PING, subprotocol.

import assert from 'node:assert/strict';
import { sharedCluster } from '../lib/cluster.js';
import { upgrade } from '../lib/client.js';
import { mint } from '../lib/token.js';

const scene = sharedCluster();

const MIB = 1 << 20;

// A PING frame of exactly that many bytes.
function pingOf(bytes, correlationId) {
    const head = `{"type":"PING","correlationId":"${correlationId}","x":"`;
    return `${head}${'a'.repeat(bytes - head.length - 2)}"}`;
}

function nested(depth, open = '[', close = ']') {
    return `{"type":"PING","correlationId":"n","x":`
        + `${open.repeat(depth - 1)}1${close.repeat(depth - 1)}}`;
}

// -- PING, HELLO ----------------------------------------------------------

scene('ping: with and without correlationId', async (s) => {
    const alice = await s.client('alice');
    const pong = await alice.request({ type: 'PING', correlationId: 'p' });
    assert.deepEqual(pong, { type: 'PONG', correlationId: 'p',
        timestamp: pong.timestamp });
    assert.ok(Math.abs(pong.timestamp - Date.now()) < 60_000);
    alice.send({ type: 'PING' });
    const bare = await alice.expect('PONG');
    assert.deepEqual(Object.keys(bare).sort(), ['timestamp', 'type']);
});

scene('hello: is answered once, a second one is refused', async (s) => {
    const alice = await s.client('alice');
    const hello = { type: 'HELLO', version: 1 };
    const ack = await alice.request({ ...hello, correlationId: 'h' });
    assert.deepEqual(ack, { type: 'HELLO_ACK', version: 1,
        correlationId: 'h' });
    await alice.refused(hello, 'HELLO_ALREADY_SENT');
    await alice.silent();
    alice.send(hello);
    await alice.expect('ERROR', { code: 'HELLO_ALREADY_SENT' });
});

scene('hello: is optional and may come late', async (s) => {
    const alice = await s.client('alice');
    await s.roomOf(alice);
    alice.send({ type: 'HELLO', version: 1 });
    await alice.expect('HELLO_ACK', { correlationId: undefined });
});

for (const version of [0, 2, -1, 1e9]) {
    scene(`hello: version ${version} closes with 1008`, async (s) => {
        const alice = await s.client('alice');
        alice.post({ type: 'HELLO', version, correlationId: 'h' });
        await alice.expect('ERROR', { correlationId: 'h',
            code: 'UNSUPPORTED_PROTOCOL_VERSION' });
        assert.equal((await alice.closed()).code, 1008);
    });
}

scene('hello: version missing or of the wrong type', async (s) => {
    const alice = await s.client('alice');
    for (const frame of [{}, { version: '1' }, { version: null },
        { version: [1] }, { version: true }]) {
        await alice.refused({ type: 'HELLO', ...frame },
            'VALIDATION_ERROR');
    }
    await alice.ok({ type: 'HELLO', version: 1 }, 'HELLO_ACK');
});

// -- subprotocol ----------------------------------------------------------

scene('subprotocol: the offered JSON one is chosen', async (s) => {
    for (const protocols of [['moothall.json.v1'],
        ['other', 'moothall.json.v1', 'more']]) {
        const alice = await s.client('alice', { protocols });
        assert.equal(alice.ws.protocol, 'moothall.json.v1');
        await alice.silent();
    }
    const bare = await s.client('alice');
    assert.equal(bare.ws.protocol, '');
});

scene('subprotocol: others alone are HTTP 400', async (s) => {
    for (const offered of ['other', 'moothall.json.v2', 'a, b',
        'MOOTHALL.JSON.V1', 'xmoothall.json.v1']) {
        const answer = await upgrade(s.cluster.url(0), {
            'Authorization': `Bearer ${mint(s.user('alice'))}`,
            'Sec-WebSocket-Protocol': offered,
        });
        assert.equal(answer.status, 400, offered);
    }
});

// -- shape ----------------------------------------------------------------

scene('unknown extra fields are ignored', async (s) => {
    const alice = await s.client('alice');
    await alice.ok({ type: 'ROOM_CREATE', foo: { bar: [1, null] },
        payload: { roomId: 'x' }, '': 0, members: 7 }, 'ROOM_CREATED');
});

scene('of duplicate keys the last wins', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice);
    alice.sendRaw(`{"type":"ROOM_LEAVE","type":"PING","correlationId":1,`
        + `"correlationId":"x","roomId":"${id}"}`);
    await alice.expect('PONG', { correlationId: 'x' });
    alice.sendRaw(`{"type":"PING","roomId":7,"roomId":"${id}",`
        + `"ty\\u0070e":"ROOM_INFO"}`);
    assert.equal((await alice.expect('ROOM_CREATED')).room.id, id);
    alice.sendRaw(`{"type":"ROOM_UPDATE_META","roomId":"${id}",`
        + '"patch":{"name":"a"},"patch":{"name":"b","name":"c"}}');
    await alice.expect('ROOM_UPDATED', { patch: { name: 'c' } });
    await alice.expect('ROOM_UPDATED', { patch: { name: 'c' } });
    alice.sendRaw(`{"roomId":"${id}","type":"ROOM_INFO","roomId":null}`);
    await alice.expect('ERROR', { code: 'VALIDATION_ERROR' });
});

scene('whitespace around and inside JSON is fine', async (s) => {
    const alice = await s.client('alice');
    alice.sendRaw(' \r\n\t{ "type" :\n"PING" , "correlationId":"w" }\n ');
    await alice.expect('PONG', { correlationId: 'w' });
});

scene('not an object, or type missing or no string', async (s) => {
    const alice = await s.client('alice');
    for (const text of ['[]', '"PING"', '1', 'null', 'true', '{}',
        '[{"type":"PING"}]', '{"type":null}', '{"type":7}',
        '{"type":["PING"]}', '{"Type":"PING"}', '{"payload":{}}']) {
        alice.sendRaw(text);
        await alice.expect('ERROR', { code: 'VALIDATION_ERROR' });
    }
    alice.sendRaw('{"correlationId":"c"}');
    await alice.expect('ERROR', { code: 'VALIDATION_ERROR',
        correlationId: 'c' });
    await alice.silent();
});

scene('an unknown type is named in receivedType', async (s) => {
    const alice = await s.client('alice');
    for (const type of ['', 'ping', 'PING ', 'ROOM_MESSAGE_RESPONSE',
        'ROOM_CREATED', 'ÄÖ', 'x'.repeat(300), 'CONNECTION_ESTABLISHED']) {
        await alice.refused({ type, correlationId: 'u' }, 'UNKNOWN_TYPE',
            { receivedType: type });
        alice.drop();
    }
    alice.send({ type: 'NEWS' });
    await alice.expect('ERROR', { code: 'UNKNOWN_TYPE',
        receivedType: 'NEWS', correlationId: undefined });
});

scene('a binary frame is UNSUPPORTED_FORMAT, the socket stays',
    async (s) => {
        const alice = await s.client('alice');
        for (const data of [Buffer.from('{"type":"PING"}'),
            Buffer.alloc(0), Buffer.from([0x81, 0xff, 0xc1])]) {
            alice.sendRaw(data, { binary: true });
            await alice.expect('ERROR', { code: 'UNSUPPORTED_FORMAT' });
        }
        for (let i = 0; i < 12; i += 1) {
            alice.sendRaw(Buffer.from([i]), { binary: true });
            await alice.expect('ERROR', { code: 'UNSUPPORTED_FORMAT' });
        }
        await alice.silent();
    });

// -- correlationId --------------------------------------------------------

scene('correlationId is echoed verbatim', async (s) => {
    const alice = await s.client('alice');
    for (const id of ['', ' ', ' x ', 'é'.repeat(64), 'a'.repeat(128),
        '🎉'.repeat(32), '"\\\n\t', 'null', '0', '\u0001\u007f\u2028']) {
        await alice.ok({ type: 'PING', correlationId: id }, 'PONG');
        await alice.refused({ type: 'NEWS', correlationId: id },
            'UNKNOWN_TYPE');
        await alice.refused({ type: 'ROOM_INFO', correlationId: id },
            'VALIDATION_ERROR');
    }
});

scene('correlationId with a NUL is a string like any other', async (s) => {
    const alice = await s.client('alice');
    await alice.ok({ type: 'PING', correlationId: 'a\u0000b' }, 'PONG');
});

scene('correlationId of the wrong type or over 128 bytes', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice);
    for (const correlationId of [null, 7, true, ['c'], { c: 1 },
        'a'.repeat(129), 'é'.repeat(65), '🎉'.repeat(33)]) {
        for (const frame of [{ type: 'PING' }, { type: 'ROOM_LEAVE',
            roomId: id }]) {
            alice.send({ ...frame, correlationId });
            await alice.expect('ERROR', { code: 'VALIDATION_ERROR',
                correlationId: undefined });
        }
    }
    await alice.silent();
    await alice.ok({ type: 'ROOM_INFO', roomId: id }, 'ROOM_CREATED');
});

scene('without correlationId the key is absent, in every answer',
    async (s) => {
        const alice = await s.client('alice');
        const bob = await s.client('bob');
        const id = s.room();
        const ask = async (frame, ...wanted) => {
            alice.send(frame);
            for (const type of wanted) {
                await alice.expect(type, { correlationId: undefined });
            }
        };
        const members = 'ROOM_MEMBERS_UPDATED';
        await ask({ type: 'ROOM_CREATE', roomId: id }, members,
            'ROOM_CREATED');
        await ask({ type: 'ROOM_JOIN', roomId: id },
            'ROOM_JOIN_RESPONSE');
        await ask({ type: 'ROOM_INFO', roomId: id }, 'ROOM_CREATED');
        await ask({ type: 'ROOM_MEMBERS', roomId: id }, 'ROOM_CREATED');
        await ask({ type: 'ROOM_LIST' }, 'ROOM_LIST_RESPONSE');
        await ask({ type: 'ROOM_UPDATE_META', roomId: id,
            patch: { name: 'n' } }, 'ROOM_UPDATED', 'ROOM_UPDATED');
        await ask({ type: 'ROOM_ADD_MEMBERS', roomId: id,
            userIds: [bob.user] }, members, members);
        await ask({ type: 'ROOM_SET_ROLE', roomId: id, userId: bob.user,
            role: 'ADMIN' }, members, members);
        await ask({ type: 'ROOM_REMOVE_MEMBER', roomId: id,
            userId: bob.user }, members, members);
        await ask({ type: 'ROOM_MESSAGE', roomId: id, content: 'x' },
            'ROOM_MESSAGE_RESPONSE');
        await ask({ type: 'ROOM_MESSAGE', roomId: s.room(), content: 'x' },
            'ROOM_MESSAGE_RESPONSE');
        await ask({ type: 'ROOM_INFO' }, 'ERROR');
        await ask({ type: 'ROOM_DELETE', roomId: id }, 'ROOM_DELETED',
            'ROOM_DELETED');
        await ask({ type: 'ROOM_LEAVE', roomId: id }, 'ERROR');
    });

// -- bad JSON -------------------------------------------------------------

const BAD_JSON = [
    '', ' ', '{', '}', '{"type":"PING"', '{"type":"PING"}}',
    '{"type":"PING"} x', '{"type":"PING",}', '{"type":\'PING\'}',
    '{type:"PING"}', '{"type":"PING","x":NaN}', '{"type":"PING","x":01}',
    '{"type":"PING","x":1.}', '{"type":"PING","x":.5}',
    '{"type":"PING","x":+1}', '{"type":"PING","x":tru}',
    '{"type":"PING","x":"\n"}', '{"type":"PING","x":"\\x41"}',
    '{"type":"PING","x":"\\u12G4"}', '{"type":"PING","x":[1,]}',
    '{"type":"PING","x":[1 2]}', '{"type" "PING"}', '{"type":"PING","x"}',
    '{"type":"PING"}{"type":"PING"}', '// c\n{"type":"PING"}',
    '\ufeff{"type":"PING"}', '{"type":"PING","x":0x10}',
    '{"type":"PING","x":"\u0000"}', 'PING', '{"type":"PING","x":Infinity}',
    '{"type":"PING","x":"\\ud800"}', '{"type":"PING","x":"\\udc00"}',
    '{"type":"PING","x":"\\ud800\\u0041"}', '{"\\ud83d":1,"type":"PING"}',
    '{"type":"PING","x":"\\udc00\\ud800"}', '{"type":"\\ud800"}',
    nested(33), nested(33, '{"a":', '}'), nested(10_000), nested(40_000),
    '['.repeat(100_000), '{"a":'.repeat(50_000),
];

scene('invalid JSON is INVALID_JSON, every time', async (s) => {
    // Nine on one socket: the tenth would close it.
    for (let at = 0; at < BAD_JSON.length; at += 9) {
        const alice = await s.client('alice');
        for (const text of BAD_JSON.slice(at, at + 9)) {
            alice.sendRaw(text);
            await alice.expect('ERROR', (frame) =>
                frame.code === 'INVALID_JSON'
                || assert.fail(`${text.slice(0, 60)}: ${frame.code}`));
        }
        await alice.silent();
        await alice.close();
    }
});

scene('nesting up to 32 is fine', async (s) => {
    const alice = await s.client('alice');
    for (const text of [nested(32), nested(32, '{"a":', '}'), nested(2)]) {
        alice.sendRaw(text);
        await alice.expect('PONG', { correlationId: 'n' });
    }
});

scene('surrogate pairs and numbers at the edge are fine', async (s) => {
    const alice = await s.client('alice');
    for (const value of ['"\\ud83c\\udf89"', '"\\u0000"', '1e400', '-0',
        '1E+5', '123456789012345678901234567890', '[[],{}]', '""',
        '"\\uffff"', '0.1e-7']) {
        alice.sendRaw(`{"type":"PING","x":${value}}`);
        await alice.expect('PONG');
    }
});

scene('the 10th invalid JSON closes with 1008', async (s) => {
    const alice = await s.client('alice');
    for (let i = 0; i < 9; i += 1) {
        alice.sendRaw('{');
        await alice.expect('ERROR', { code: 'INVALID_JSON' });
        await alice.ok({ type: 'PING' }, 'PONG');
    }
    alice.sendRaw('{');
    await alice.expect('ERROR', { code: 'INVALID_JSON' });
    assert.equal((await alice.closed()).code, 1008);
});

scene('other errors do not count towards the ten', async (s) => {
    const alice = await s.client('alice');
    for (let i = 0; i < 15; i += 1) {
        await alice.refused({ type: 'NEWS' }, 'UNKNOWN_TYPE');
        await alice.refused({ type: 'ROOM_INFO' }, 'VALIDATION_ERROR');
        alice.sendRaw('[]');
        await alice.expect('ERROR', { code: 'VALIDATION_ERROR' });
    }
    await alice.silent();
});

scene('invalid UTF-8 closes with 1007', async (s) => {
    const tails = [[0xff], [0xc0, 0xaf], [0xe0, 0x80, 0x80],
        [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc3], [0x80]];
    for (const tail of tails) {
        const alice = await s.client('alice');
        alice.sendRaw(Buffer.concat([Buffer.from('{"type":"PING","x":"'),
            Buffer.from(tail), Buffer.from('"}')]));
        assert.equal((await alice.closed()).code, 1007, `${tail}`);
        assert.deepEqual(alice.unread, []);
    }
});

// -- sizes and fragments --------------------------------------------------

scene('a frame of exactly 1 MiB is taken', async (s) => {
    const alice = await s.client('alice');
    alice.sendRaw(pingOf(MIB, 'big'));
    await alice.expect('PONG', { correlationId: 'big' });
    await alice.silent();
});

scene('a frame of 1 MiB and one byte closes with 1009', async (s) => {
    const alice = await s.client('alice');
    alice.sendRaw(pingOf(MIB + 1, 'big'));
    assert.equal((await alice.closed()).code, 1009);
    assert.deepEqual(alice.unread, []);
});

scene('the size counts over all fragments', async (s) => {
    const alice = await s.client('alice');
    const text = Buffer.from(pingOf(MIB, 'parts'));
    for (let at = 0; at < MIB; at += 100_000) {
        alice.sendRaw(text.subarray(at, at + 100_000),
            { fin: at + 100_000 >= MIB });
    }
    await alice.expect('PONG', { correlationId: 'parts' });
    const over = Buffer.from(pingOf(MIB + 1, 'over'));
    for (let at = 0; at <= MIB && alice.isOpen; at += 100_000) {
        alice.sendRaw(over.subarray(at, at + 100_000),
            { fin: at + 100_000 > MIB });
    }
    assert.equal((await alice.closed()).code, 1009);
});

scene('fragmented frames are put together', async (s) => {
    const alice = await s.client('alice');
    const bytes = Buffer.from('{"type":"PING","correlationId":"é🎉"}');
    for (let i = 0; i < bytes.length; i += 1) {
        alice.sendRaw(bytes.subarray(i, i + 1),
            { fin: i === bytes.length - 1 });
    }
    await alice.expect('PONG', { correlationId: 'é🎉' });
    alice.sendRaw('{"type":', { fin: false });
    alice.ws.ping('between');
    alice.sendRaw('', { fin: false });
    alice.sendRaw('"PING"}', { fin: true });
    await alice.expect('PONG');
});

scene('a fragmented binary frame is one UNSUPPORTED_FORMAT', async (s) => {
    const alice = await s.client('alice');
    alice.sendRaw(Buffer.from('{"type":'), { binary: true, fin: false });
    alice.sendRaw(Buffer.from('"PING"}'), { binary: true, fin: true });
    await alice.expect('ERROR', { code: 'UNSUPPORTED_FORMAT' });
    await alice.silent();
});

scene('many frames in one write are answered in order', async (s) => {
    const alice = await s.client('alice');
    const asked = [];
    alice.ws._socket.cork();
    for (let i = 0; i < 500; i += 1) {
        asked.push(alice.post(i % 3 ? { type: 'PING' }
            : { type: 'ROOM_INFO' }));
    }
    alice.ws._socket.uncork();
    for (const correlationId of asked) {
        assert.equal((await alice.next()).correlationId, correlationId);
    }
});

scene('a WebSocket ping is answered by a pong', async (s) => {
    const alice = await s.client('alice');
    const pong = new Promise((resolve) => {
        alice.ws.once('pong', (data) => resolve(data.toString()));
    });
    alice.ws.ping('are you there');
    assert.equal(await pong, 'are you there');
});

scene('a close of the client is answered', async (s) => {
    const alice = await s.client('alice');
    alice.ws.close(1000, 'bye');
    assert.equal((await alice.closed()).code, 1000);
});
