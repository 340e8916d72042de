// The history checker: it knows nothing of the server and judges what the
// sockets saw. A history is a plain object:
//
//   sockets  [{name, user, whole, transcript: [{dir, frame}]}]
//            whole: the socket stayed attached from the first tracked
//            event to the last, so that it owes us every one of them
//   members  {roomId: [user, …]}   everyone who may ever see that room
//   starts   {roomId: seq}         the room's last event before the run
//   heads    {roomId: seq}         the room's last event after the run
//
// check() returns a list of {kind, text}; an empty list is a clean history.
//
//   gap         an event addressed to the socket never reached it
//   duplicate   the same event twice on one socket
//   reordered   a lower number after a higher one
//   overtaken   a response came before an event that it includes
//   early       a broadcast of a pending room before its ROOM_ATTACHED
//   echo        the sending socket got its own message broadcast
//   foreign     a frame of a room in which the user has no business
//   different   two sockets saw different frames under one number
//   twice       one clientMessageId was stored as two messages
//   invented    a message that nobody sent, or with other content
//   lost        an acknowledged message that an observer never saw
//   head        the room's last number and the observers disagree

import { frameErrors } from './shapes.js';

const BROADCASTS = new Set([
    'ROOM_MEMBERS_UPDATED', 'ROOM_MEMBER_JOINED', 'ROOM_MEMBER_LEFT',
    'ROOM_UPDATED', 'ROOM_DELETED', 'ROOM_MESSAGE',
]);

export function isBroadcast(frame) {
    return BROADCASTS.has(frame.type) && !('correlationId' in frame);
}

// What one socket knows about one life (epoch) of one room.
class Track {
    constructor() {
        // Named in pendingRooms: nothing is owed before ROOM_ATTACHED.
        this.pending = false;
        this.first = null;
        this.ended = false;
        this.epoch = null;
        this.position = 0;
        this.lastBroadcast = 0;
        this.covered = 0;
        this.seen = new Map();
        this.own = new Set();
        this.missing = new Set();
    }

    // Every event between what was known and n was owed by now.
    advance(n, including) {
        if (this.pending) {
            return;
        }
        if (this.first !== null) {
            const end = including ? n : n - 1;
            for (let i = this.position + 1; i <= end; i += 1) {
                if (!this.seen.has(i)) {
                    this.missing.add(i);
                }
            }
        } else {
            this.first = including ? n + 1 : n;
        }
        this.position = Math.max(this.position, n);
    }
}

class SocketReader {
    constructor(socket, problems) {
        this.socket = socket;
        this.problems = problems;
        this.tracks = new Map();
        this.finished = [];
        this.requests = new Map();
    }

    report(kind, text, place) {
        this.problems.push({ kind, text: `${this.socket.name}: ${text}`,
            ...(place && { place, socket: this.socket }) });
    }

    track(roomId) {
        if (!this.tracks.has(roomId)) {
            this.tracks.set(roomId, new Track());
        }
        return this.tracks.get(roomId);
    }

    renew(roomId) {
        if (this.tracks.has(roomId)) {
            this.finished.push([roomId, this.tracks.get(roomId)]);
            this.tracks.delete(roomId);
        }
        return this.track(roomId);
    }

    broadcast(frame) {
        const { roomId, seq, type } = frame;
        let track = this.track(roomId);
        if (track.pending) {
            this.report('early', `${roomId} ${seq} ${type} before `
                + 'ROOM_ATTACHED');
        }
        if (track.ended) {
            track = this.renew(roomId);
        }
        if (track.seen.has(seq)) {
            this.report('duplicate', `${roomId} ${seq} ${type} again`);
            return;
        }
        if (track.own.has(seq) && !track.ownRepeat?.has(seq)) {
            this.report('echo', `${roomId} ${seq} is its own ${type}`);
        } else if (seq <= track.covered) {
            this.report('overtaken', `${roomId} ${seq} ${type} after an `
                + `answer that knew ${track.covered}`);
        } else if (seq <= track.lastBroadcast) {
            this.report('reordered', `${roomId} ${seq} ${type} after `
                + `${track.lastBroadcast}`);
        } else {
            track.advance(seq, false);
        }
        track.seen.set(seq, frame);
        track.missing.delete(seq);
        track.lastBroadcast = Math.max(track.lastBroadcast, seq);
        track.ended = type === 'ROOM_DELETED'
            || (type === 'ROOM_MEMBERS_UPDATED'
                && !frame.members.includes(this.socket.user));
    }

    // An answer that carries the room's position, and its epoch when given.
    knows(roomId, seq, epoch) {
        let track = this.track(roomId);
        if (epoch !== undefined && track.epoch !== null
            && track.epoch !== epoch) {
            track = this.renew(roomId);
        }
        track.epoch = epoch ?? track.epoch;
        track.advance(seq, true);
        track.covered = Math.max(track.covered, seq);
    }

    messageResponse(frame) {
        if (!frame.success) {
            return;
        }
        const track = this.track(frame.roomId);
        if (frame.duplicate) {
            track.ownRepeat ??= new Set();
            track.ownRepeat.add(frame.seq);
        } else if (track.seen.has(frame.seq)) {
            this.report('echo', `${frame.roomId} ${frame.seq} came before `
                + 'its own response');
        }
        track.own.add(frame.seq);
        // The seq of a repeat does not say where this socket's part of the
        // room begins: the original may be older than the socket.
        if (!frame.duplicate || track.first !== null) {
            track.advance(frame.seq, false);
        }
        track.covered = Math.max(track.covered, frame.seq);
    }

    joined(frame) {
        const track = this.track(frame.roomId);
        if (!frame.alreadyMember) {
            track.own.add(frame.seq - 1);
        }
        this.knows(frame.roomId, frame.seq, frame.epoch);
    }

    incoming(frame) {
        if (isBroadcast(frame)) {
            this.broadcast(frame);
            return;
        }
        switch (frame.type) {
        case 'ROOM_MESSAGE_RESPONSE':
            this.messageResponse(frame);
            break;
        case 'ROOM_JOIN_RESPONSE':
            this.joined(frame);
            break;
        case 'ROOM_CREATED':
            this.knows(frame.room.id, frame.room.seq, frame.room.epoch);
            break;
        case 'CONNECTION_ESTABLISHED':
            for (const roomId of frame.pendingRooms ?? []) {
                this.track(roomId).pending = true;
            }
            break;
        case 'ROOM_ATTACHED':
            if (!this.track(frame.roomId).pending) {
                this.report('early', `${frame.roomId} was not pending`);
            }
            this.track(frame.roomId).pending = false;
            this.knows(frame.roomId, frame.seq, frame.epoch);
            break;
        case 'ROOM_UPDATED':
        case 'ROOM_MEMBERS_UPDATED':
        case 'ROOM_DELETED':
            this.knows(frame.roomId, frame.seq);
            break;
        case 'ROOM_LEAVE_RESPONSE':
            this.renew(frame.roomId);
            break;
        case 'ROOM_LIST_RESPONSE':
            for (const entry of frame.rooms) {
                if ('myRole' in entry) {
                    this.knows(entry.id, entry.seq, entry.epoch);
                }
            }
            break;
        default:
        }
    }

    finish() {
        for (const [roomId, track] of this.tracks) {
            this.finished.push([roomId, track]);
        }
        for (const [roomId, track] of this.finished) {
            for (const seq of track.missing) {
                if (!track.own.has(seq)) {
                    this.report('gap', `${roomId} ${seq} never came`,
                        `${roomId} ${seq}`);
                }
            }
        }
    }
}

function readSocket(socket, problems) {
    const reader = new SocketReader(socket, problems);
    for (const { dir, frame } of socket.transcript) {
        if (dir === 'in') {
            reader.incoming(frame);
        }
    }
    reader.finish();
    return reader;
}

// The order rules that any single socket can be held to.
export function checkSocket(socket) {
    const problems = [];
    readSocket(socket, problems);
    return problems;
}

function messageKey(roomId, user, clientMessageId) {
    return JSON.stringify([roomId, user, clientMessageId]);
}

// All messages that were sent, by (room, user, clientMessageId), and the
// acknowledgements that came back.
function collect(sockets) {
    const sent = new Map();
    const acks = [];
    for (const socket of sockets) {
        const asked = new Map();
        for (const { dir, frame } of socket.transcript) {
            if (dir === 'out' && frame.type === 'ROOM_MESSAGE') {
                asked.set(frame.correlationId, frame);
                sent.set(messageKey(frame.roomId, socket.user,
                    frame.clientMessageId), frame.content);
            } else if (dir === 'in' && frame.success
                && frame.type === 'ROOM_MESSAGE_RESPONSE') {
                const request = asked.get(frame.correlationId);
                acks.push({ socket, frame, content: request?.content,
                    key: messageKey(frame.roomId, socket.user,
                        request?.clientMessageId) });
            }
        }
    }
    return { sent, acks };
}

function checkForeign(socket, members, problems) {
    for (const { dir, frame } of socket.transcript) {
        if (dir === 'in' && isBroadcast(frame)
            && !members[frame.roomId]?.includes(socket.user)) {
            problems.push({ kind: 'foreign', text: `${socket.name}: `
                + `${frame.type} of ${frame.roomId}` });
        }
    }
}

// One number, one frame, the same for every socket; and every message was
// sent by someone, with this content, and stored once.
function checkFrames(history, sent, acks, problems) {
    const frames = new Map();
    const parsed = new Map();
    const stored = new Map();
    const store = (key, place) => {
        const known = stored.get(key);
        if (known === undefined) {
            stored.set(key, place);
        } else if (known !== place) {
            problems.push({ kind: 'twice',
                text: `${key} is stored as ${known} and as ${place}` });
        }
    };
    for (const socket of history.sockets) {
        for (const { dir, frame } of socket.transcript) {
            if (dir !== 'in' || !isBroadcast(frame)) {
                continue;
            }
            const place = `${frame.roomId} ${frame.seq}`;
            const line = JSON.stringify(frame);
            if (!frames.has(place)) {
                frames.set(place, line);
                parsed.set(place, frame);
            } else if (frames.get(place) !== line) {
                problems.push({ kind: 'different', text: `${socket.name}: `
                    + `${line} but elsewhere ${frames.get(place)}` });
            }
            if (frame.type === 'ROOM_MESSAGE') {
                const key = messageKey(frame.roomId, frame.senderId,
                    frame.clientMessageId);
                if (sent.get(key) !== frame.content) {
                    problems.push({ kind: 'invented',
                        text: `${socket.name}: ${line}` });
                }
                if (frame.clientMessageId !== undefined) {
                    store(key, `${frame.messageId}@${frame.seq}`);
                }
            }
        }
    }
    for (const { key, frame } of acks) {
        if (frame.clientMessageId !== undefined) {
            store(key, `${frame.messageId}@${frame.seq}`);
        }
    }
    return parsed;
}

// A socket is not owed the message that it sent itself, also when it never
// got the answer: the frame that others saw tells whose it is.
function isOwn({ socket, place }, frames) {
    const frame = frames.get(place);
    return frame !== undefined && frame.type === 'ROOM_MESSAGE'
        && frame.senderId === socket.user
        && socket.transcript.some((entry) => entry.dir === 'out'
            && entry.frame.type === 'ROOM_MESSAGE'
            && entry.frame.roomId === frame.roomId
            && entry.frame.clientMessageId === frame.clientMessageId);
}

// A whole observer owes every event from the start to the head, apart from
// the messages that it sent itself.
function checkWhole(history, socket, reader, problems) {
    for (const [roomId, head] of Object.entries(history.heads ?? {})) {
        if (!history.members[roomId].includes(socket.user)) {
            continue;
        }
        const track = reader.tracks.get(roomId) ?? new Track();
        const start = history.starts?.[roomId] ?? 0;
        for (let seq = start + 1; seq <= head; seq += 1) {
            if (!track.seen.has(seq) && !track.own.has(seq)
                && !track.missing.has(seq)) {
                problems.push({ kind: 'gap', socket,
                    place: `${roomId} ${seq}`, text: `${socket.name}: `
                    + `${roomId} ${seq} of ${head} never came` });
            }
        }
        if (track.position > head) {
            problems.push({ kind: 'head', text: `${socket.name}: ${roomId} `
                + `went to ${track.position}, its head is ${head}` });
        }
    }
}

function checkAcknowledged(acks, readers, members, problems) {
    for (const { socket, frame, content } of acks) {
        const { roomId, seq, messageId } = frame;
        for (const [other, reader] of readers) {
            if (!other.whole || other === socket
                || !members[roomId]?.includes(other.user)) {
                continue;
            }
            const track = reader.tracks.get(roomId);
            const got = track?.seen.get(seq);
            if (got === undefined && track?.own.has(seq)) {
                continue;
            }
            if (got === undefined || got.messageId !== messageId
                || got.content !== content) {
                problems.push({ kind: 'lost', text: `${other.name}: `
                    + `${roomId} ${seq} ${messageId}, acknowledged to `
                    + `${socket.name}, is `
                    + (got ? JSON.stringify(got) : 'absent') });
            }
        }
    }
}

export function check(history) {
    const problems = [];
    const { sent, acks } = collect(history.sockets);
    const readers = new Map();
    for (const socket of history.sockets) {
        const reader = readSocket(socket, problems);
        readers.set(socket, reader);
        checkForeign(socket, history.members, problems);
        if (socket.whole) {
            checkWhole(history, socket, reader, problems);
        }
        for (const { dir, frame } of socket.transcript) {
            const errors = dir === 'in' ? frameErrors(frame) : [];
            for (const error of errors) {
                problems.push({ kind: 'shape',
                    text: `${socket.name}: ${error}` });
            }
        }
    }
    const frames = checkFrames(history, sent, acks, problems);
    checkAcknowledged(acks, readers, history.members, problems);
    return problems.filter((problem) => problem.kind !== 'gap'
        || !isOwn(problem, frames));
}

// For assertions: the first problems as text, or nothing.
export function summary(problems, count = 20) {
    const lines = problems.slice(0, count).map(({ kind, text }) =>
        `${kind}: ${text}`);
    if (problems.length > count) {
        lines.push(`… and ${problems.length - count} more`);
    }
    return lines.join('\n');
}
