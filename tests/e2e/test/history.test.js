// The checker is tested on histories damaged on purpose: a checker that
// finds nothing must have found nothing because nothing is there.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, checkSocket, summary } from '../lib/history.js';

const NOW = 1_800_000_000_000;
const ROOM = 'lobby';

function message(seq, user, n) {
    return {
        type: 'ROOM_MESSAGE', roomId: ROOM, messageId: `m${seq}`,
        senderId: user, content: `text ${n} of ${user}`,
        messageType: 'text', timestamp: NOW + seq, seq,
        clientMessageId: `${user}-${n}`,
    };
}

function sending(user, n) {
    return { dir: 'out', frame: {
        type: 'ROOM_MESSAGE', roomId: ROOM, correlationId: `c${n}`,
        content: `text ${n} of ${user}`, clientMessageId: `${user}-${n}`,
    } };
}

function response(seq, user, n, more = {}) {
    return { dir: 'in', frame: {
        type: 'ROOM_MESSAGE_RESPONSE', success: true, roomId: ROOM,
        messageId: `m${seq}`, seq, memberCount: 3, timestamp: NOW + seq,
        clientMessageId: `${user}-${n}`, correlationId: `c${n}`, ...more,
    } };
}

const incoming = (frame) => ({ dir: 'in', frame });

// alice sends 1 3 5, bob sends 2 4 6, carol watches, all numbers dense.
function healthy() {
    const alice = [];
    const bob = [];
    const carol = [];
    for (let n = 1; n <= 3; n += 1) {
        const a = 2 * n - 1;
        const b = 2 * n;
        alice.push(sending('alice', n), response(a, 'alice', n),
            incoming(message(b, 'bob', n)));
        bob.push(incoming(message(a, 'alice', n)), sending('bob', n),
            response(b, 'bob', n));
        carol.push(incoming(message(a, 'alice', n)),
            incoming(message(b, 'bob', n)));
    }
    return {
        sockets: [
            { name: 'alice', user: 'alice', whole: true, transcript: alice },
            { name: 'bob', user: 'bob', whole: true, transcript: bob },
            { name: 'carol', user: 'carol', whole: true, transcript: carol },
        ],
        members: { [ROOM]: ['alice', 'bob', 'carol'] },
        starts: { [ROOM]: 0 },
        heads: { [ROOM]: 6 },
    };
}

const carolOf = (history) => history.sockets[2].transcript;

function kinds(history) {
    return [...new Set(check(history).map(({ kind }) => kind))].sort();
}

function damaged(name, damage, expected) {
    test(`damaged history: ${name}`, () => {
        const history = healthy();
        damage(history);
        assert.deepEqual(kinds(history), expected,
            summary(check(history)));
    });
}

test('a healthy history is clean', () => {
    assert.deepEqual(check(healthy()), []);
});

test('a retry that is answered as a duplicate is clean', () => {
    const history = healthy();
    history.sockets[0].transcript.push(sending('alice', 3),
        response(5, 'alice', 3, { duplicate: true }));
    assert.deepEqual(check(history), []);
});

test('a socket that comes later owes only what follows', () => {
    const history = healthy();
    history.sockets.push({ name: 'late', user: 'carol', whole: false,
        transcript: carolOf(history).slice(3) });
    assert.deepEqual(check(history), []);
});

// For carol the room is pending until its event 4.
function pending() {
    const history = healthy();
    history.sockets[2].whole = false;
    history.sockets[2].transcript = [
        incoming({ type: 'CONNECTION_ESTABLISHED', userId: 'carol',
            sessionId: 's', timestamp: NOW, pendingRooms: [ROOM] }),
        incoming({ type: 'ROOM_ATTACHED', roomId: ROOM, epoch: 'e',
            seq: 4 }),
        ...carolOf(history).slice(4),
    ];
    return history;
}

test('a pending room owes nothing before ROOM_ATTACHED', () => {
    const history = pending();
    assert.deepEqual(check(history), []);
    carolOf(history).splice(2, 1);
    assert.deepEqual(kinds(history), ['gap']);
});

test('a pending room shows nothing before ROOM_ATTACHED', () => {
    const history = pending();
    carolOf(history).splice(1, 0, carolOf(healthy())[3]);
    assert.deepEqual(kinds(history), ['early']);
});

test('an own message without an answer is no gap', () => {
    const history = healthy();
    history.sockets[0].transcript.splice(4, 1);
    assert.deepEqual(kinds(history), []);
});

test('a room that was made again starts at 1 again', () => {
    const end = { type: 'ROOM_DELETED', roomId: ROOM, version: 4,
        updatedAt: NOW, seq: 7 };
    const again = { ...message(1, 'alice', 9), messageId: 'again' };
    const transcript = [...carolOf(healthy()), incoming(end),
        incoming(again)];
    const carol = { name: 'carol', user: 'carol', transcript };
    assert.deepEqual(checkSocket(carol), []);
    transcript.splice(-2, 1);
    assert.equal(checkSocket(carol)[0].kind, 'duplicate');
});

damaged('a gap in the middle', (history) => {
    carolOf(history).splice(2, 1);
}, ['gap', 'lost']);

damaged('a gap at the end', (history) => {
    carolOf(history).pop();
}, ['gap', 'lost']);

damaged('a gap on a socket that is not whole', (history) => {
    history.sockets[2].whole = false;
    carolOf(history).splice(2, 1);
}, ['gap']);

damaged('an event twice', (history) => {
    carolOf(history).push(carolOf(history)[3]);
}, ['duplicate']);

damaged('two events exchanged', (history) => {
    const list = carolOf(history);
    [list[2], list[3]] = [list[3], list[2]];
}, ['reordered']);

damaged('an acknowledged message that nobody saw', (history) => {
    const alice = history.sockets[0].transcript;
    alice.push(sending('alice', 4), response(7, 'alice', 4));
    history.heads[ROOM] = 7;
}, ['gap', 'lost']);

damaged('an acknowledged message beyond the head', (history) => {
    const alice = history.sockets[0].transcript;
    alice.push(sending('alice', 4), response(7, 'alice', 4));
}, ['head', 'lost']);

damaged('another message under an acknowledged number', (history) => {
    const list = carolOf(history);
    list[2] = incoming({ ...list[2].frame, messageId: 'other' });
}, ['different', 'lost', 'twice']);

damaged('a frame for a stranger', (history) => {
    history.sockets.push({ name: 'mallory', user: 'mallory', whole: false,
        transcript: [incoming(message(3, 'alice', 2))] });
}, ['foreign']);

damaged('changed content at one observer', (history) => {
    const list = carolOf(history);
    list[4] = incoming({ ...list[4].frame, content: 'changed' });
}, ['different', 'invented', 'lost']);

damaged('a message that nobody sent', (history) => {
    for (const { transcript } of history.sockets) {
        transcript.push(incoming(message(7, 'alice', 77)));
    }
    history.heads[ROOM] = 7;
}, ['invented']);

damaged('one clientMessageId stored twice', (history) => {
    const repeated = { ...message(7, 'alice', 3), messageId: 'm7' };
    for (const { transcript } of history.sockets) {
        transcript.push(incoming(repeated));
    }
    history.heads[ROOM] = 7;
}, ['twice']);

damaged('a retry acknowledged as a new message', (history) => {
    const alice = history.sockets[0].transcript;
    alice.push(sending('alice', 3),
        response(5, 'alice', 3, { messageId: 'n5', duplicate: true }));
}, ['lost', 'twice']);

damaged('the sending socket gets its own broadcast', (history) => {
    history.sockets[0].transcript.splice(2, 0,
        incoming(message(1, 'alice', 1)));
}, ['echo']);

damaged('its own broadcast ahead of the response', (history) => {
    history.sockets[0].transcript.splice(1, 0,
        incoming(message(1, 'alice', 1)));
}, ['echo']);

damaged('a response ahead of a broadcast that it includes', (history) => {
    const bob = history.sockets[1].transcript;
    const [broadcast] = bob.splice(6, 1);
    bob.push(broadcast);
}, ['overtaken']);

damaged('a room list ahead of a broadcast that it includes', (history) => {
    carolOf(history).splice(5, 0, incoming({
        type: 'ROOM_LIST_RESPONSE', success: true, count: 1,
        timestamp: NOW, correlationId: 'l', rooms: [{
            id: ROOM, name: ROOM, thumbnailUrl: null, memberCount: 3,
            myRole: 'MEMBER', version: 1, updatedAt: NOW, epoch: 'e',
            seq: 6,
        }],
    }));
}, ['overtaken']);

damaged('a key that has no business in a frame', (history) => {
    carolOf(history)[0] = incoming({ ...carolOf(history)[0].frame, x: 1 });
}, ['different', 'shape']);
