// The client library against a fake server: what the other tests rely on
// must itself be able to fail.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Client, HandshakeRefused, upgrade } from '../lib/client.js';
import { fakeServer } from '../lib/fake_server.js';
import { frameErrors } from '../lib/shapes.js';
import { mint, tokenOf } from '../lib/token.js';

const NOW = 1_800_000_000_000;

async function withServer(answer, play, options) {
    const server = await fakeServer(answer, options);
    const client = await Client.connect(server.url, { name: 'alice' });
    try {
        await play(client, server);
    } finally {
        await client.close();
        await server.close();
    }
}

const members = (extra = {}) => ({
    type: 'ROOM_MEMBERS_UPDATED', roomId: 'r', members: ['a', 'b'],
    roles: { a: 'OWNER', b: 'MEMBER' }, version: 2, updatedAt: NOW,
    name: 'r', thumbnailUrl: null, seq: 1, ...extra,
});

test('frames are read in order and the answer is found', () =>
    withServer((frame, send) => {
        send(members());
        send(members({ seq: 2, correlationId: frame.correlationId }));
    }, async (client) => {
        const { response, before } = await client.call({ type: 'X' });
        assert.equal(response.seq, 2);
        assert.deepEqual(before.map(({ seq }) => seq), [1]);
        await client.silent();
        assert.deepEqual(client.violations, []);
        assert.equal(client.transcript.length, 6);
    }));

test('a frame too many breaks the silence', () =>
    withServer((frame, send) => send(members()), async (client) => {
        client.send({ type: 'X' });
        await assert.rejects(client.silent(), /should have got nothing/);
    }));

test('expect refuses another type and another value', () =>
    withServer((frame, send) => {
        send(members());
        send(members());
    }, async (client) => {
        client.send({ type: 'X' });
        await assert.rejects(client.expect('ROOM_DELETED'), /wanted/);
        await assert.rejects(client.expect('ROOM_MEMBERS_UPDATED',
            { seq: 9 }), /seq of/);
    }));

test('waiting ends when the socket closes or the time is up', () =>
    withServer((frame, send, socket) => socket.close(1008, 'no'),
        async (client) => {
            await assert.rejects(client.next('x', 50), /nothing came/);
            client.send({ type: 'X' });
            await assert.rejects(client.next('x'), /closed with 1008/);
            assert.deepEqual(await client.closed(),
                { code: 1008, reason: 'no' });
        }));

test('a frame against the contract is a violation', () =>
    withServer((frame, send) => send({ ...members(), extra: 1 }),
        async (client) => {
            client.send({ type: 'X' });
            await client.next();
            assert.match(client.violations[0], /extra should not be/);
        }));

test('a refused upgrade shows its status and body', async () => {
    const server = await fakeServer(null, {
        verifyClient: (info, done) => done(false, 401, 'who are you'),
    });
    try {
        await assert.rejects(Client.connect(server.url), (error) =>
            error instanceof HandshakeRefused && error.status === 401);
        const plain = await upgrade(server.url);
        assert.equal(plain.status, 401);
        assert.match(plain.body, /who are you/);
        assert.equal(plain.closed, true);
    } finally {
        await server.close();
    }
});

test('the shapes refuse what the contract refuses', () => {
    const wrong = [
        members({ members: ['a'] }),
        members({ roles: { a: 'MEMBER', b: 'MEMBER' } }),
        members({ roles: { a: 'OWNER', b: 'OWNER' } }),
        members({ updatedAt: NOW / 1000 }),
        members({ updatedAt: String(NOW) }),
        members({ seq: 0 }),
        members({ members: ['a', 'a', 'b'] }),
        { ...members(), name: undefined },
        { type: 'ERROR', code: 'OOPS', message: 'x' },
        { type: 'ERROR', code: 'RATE_LIMITED', message: 'x' },
        { type: 'ERROR', code: 'NOT_FOUND' },
        { type: 'PONG' },
        { type: 'PONG', timestamp: NOW, correlationId: null },
        { type: 'NEWS' },
        { type: 'ROOM_LIST_RESPONSE', success: true, rooms: [], count: 1,
            timestamp: NOW },
    ];
    for (const frame of wrong) {
        assert.notDeepEqual(frameErrors(frame), [], JSON.stringify(frame));
    }
    assert.deepEqual(frameErrors(members()), []);
    assert.deepEqual(frameErrors({ type: 'ERROR', code: 'NOT_FOUND',
        message: 'no', extra: [] }), []);
});

test('tokens are what they claim to be', () => {
    const [header, claims, signature] = mint('alice').split('.').map(
        (part) => Buffer.from(part, 'base64url').toString('latin1'));
    assert.deepEqual(JSON.parse(header), { alg: 'HS256', typ: 'JWT' });
    assert.equal(JSON.parse(claims).sub, 'alice');
    assert.equal(signature.length, 32);
    assert.match(tokenOf({}, { alg: 'none' }), /\.$/);
});
