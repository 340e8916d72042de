// Judges what Socket.IO sessions saw. Pure: it is given what was sent, what
// each session got, and what is stored, and returns the problems that it
// finds, each {kind, text}:
//
//   invented    a frame that nobody sent, or with other contents
//   foreign     a frame of a room in which the socket is not (any more)
//   twice       more frames of an emission than it has targets for the socket
//   reordered   a sender's emission after a later one of the same connection
//   lost        a frame, or a stored record, that was owed
//   key         one idempotency key was applied twice
//   closed      a steady session was closed
//
// A session: {name, user, admin, steady, sid, log}; its log has, in the
// order in which they happened, {out: 'join' | 'leave', room}, when the
// client asks, {left: room}, when a leave is acknowledged, {in: [event,
// payload]}, and {end: why}.
//
// Emissions: {kind: 'dm', from, sid, n, to, rank}, {kind: 'said', from, sid,
// n, room}, {kind: 'news', n, room | to, seq}; all have `acked`. A dm goes to
// the user `to`, and to the administrators unless rank is admin.

const SHOWN = 20;

function keyOf(kind, { sid, n }) {
    return kind === 'news' ? `news ${n}` : `${sid} ${n}`;
}

// The emissions by what a frame of them says.
function index(emissions) {
    return new Map(emissions.map((one) => [keyOf(one.kind, one), one]));
}

const SAME = ['from', 'to', 'room', 'n'];

function isAs(payload, emission) {
    return SAME.every((name) => payload[name] === emission[name]);
}

// How many of its targets a session is in, rooms left aside.
function owed(emission, session) {
    if (emission.room !== undefined) {
        return 1;
    }
    return Number(emission.to === session.user)
        + Number(emission.kind === 'dm' && session.admin
            && emission.rank !== 'admin');
}

class Reader {
    constructor(session, known, problems) {
        Object.assign(this, { session, known, problems });
        this.rooms = new Set();
        this.counts = new Map();
        this.last = new Map();
    }

    report(kind, text) {
        const { name, sid } = this.session;
        this.problems.push({ kind, text: `${name} (${sid}): ${text}` });
    }

    frame([kind, payload]) {
        const text = `${kind} ${JSON.stringify(payload)}`;
        const key = keyOf(kind, payload);
        const emission = this.known.get(key);
        if (emission?.kind !== kind || !isAs(payload, emission)) {
            this.report('invented', text);
            return;
        }
        if (emission.room !== undefined ? !this.rooms.has(emission.room)
            : owed(emission, this.session) === 0) {
            this.report('foreign', text);
        }
        const count = (this.counts.get(key) ?? 0) + 1;
        this.counts.set(key, count);
        if (count > Math.max(1, owed(emission, this.session))) {
            this.report('twice', text);
        }
        // What the application sends has one order; of the rest each
        // connection has its own.
        const source = kind === 'news' ? 'news' : payload.sid;
        const place = kind === 'news' ? emission.seq : payload.n;
        if (place !== undefined) {
            const before = this.last.get(source) ?? 0;
            if (place < before) {
                this.report('reordered', `${text}, its number ${place} `
                    + `after ${before}`);
            }
            this.last.set(source, Math.max(before, place));
        }
    }

    read() {
        for (const entry of this.session.log) {
            if (entry.out === 'join') {
                this.rooms.add(entry.room);
            } else if (entry.left !== undefined) {
                this.rooms.delete(entry.left);
            } else if (entry.in !== undefined) {
                this.frame(entry.in);
            } else if (entry.end !== undefined && this.session.steady) {
                this.report('closed', entry.end);
            }
        }
    }

    // A steady session is in its rooms from before the first emission.
    complete(emissions, stored) {
        for (const one of emissions) {
            const key = keyOf(one.kind, one);
            const due = one.room === undefined ? owed(one, this.session)
                : Number(this.rooms.has(one.room));
            const got = this.counts.get(key) ?? 0;
            if ((one.acked || stored.has(key)) && got < due) {
                this.report('lost', `${JSON.stringify(one)} came ${got} `
                    + `times of ${due}`);
            }
        }
    }
}

// records: what a user's history has, oldest first. Every acknowledged dm
// is there once, and those of one connection in their order.
function checkHistory(user, records, known, problems) {
    const seen = new Set();
    const last = new Map();
    const report = (kind, text) => problems.push({ kind,
        text: `history of ${user}: ${text}` });
    for (const record of records) {
        const key = keyOf('dm', record);
        const text = JSON.stringify(record);
        const emission = known.get(key);
        if (emission?.kind !== 'dm' || !isAs(record, emission)) {
            report('invented', text);
        } else if (record.from !== user && record.to !== user) {
            report('foreign', text);
        }
        if (seen.has(key)) {
            report('twice', text);
        }
        seen.add(key);
        if (record.n < (last.get(record.sid) ?? 0)) {
            report('reordered', text);
        }
        last.set(record.sid, record.n);
    }
    for (const one of known.values()) {
        if (one.kind === 'dm' && one.acked && !seen.has(keyOf('dm', one))
            && (one.from === user || one.to === user)) {
            report('lost', JSON.stringify(one));
        }
    }
    return seen;
}

// What was shown to anybody was stored before.
function checkShown(readers, stored, problems) {
    for (const { session, counts, known } of readers) {
        for (const key of counts.keys()) {
            if (known.get(key).kind === 'dm' && !stored.has(key)) {
                problems.push({ kind: 'lost', text: `${session.name} was `
                    + `shown ${key}, which is in no history` });
            }
        }
    }
}

function checkKeys(emissions, problems) {
    const taken = new Map();
    for (const { kind, n, seqs = [] } of emissions) {
        if (kind !== 'news') {
            continue;
        }
        if (new Set(seqs).size > 1) {
            problems.push({ kind: 'key', text: `news ${n} is ${seqs}` });
        }
        for (const seq of new Set(seqs)) {
            if (taken.has(seq)) {
                problems.push({ kind: 'key', text: `news ${n} and news `
                    + `${taken.get(seq)} are both ${seq}` });
            }
            taken.set(seq, n);
        }
    }
}

// {sessions, emissions, histories: {user: [record]}} → problems.
export function judge({ sessions, emissions, histories }) {
    const problems = [];
    const known = index(emissions);
    const stored = new Set();
    for (const [user, records] of Object.entries(histories)) {
        for (const key of checkHistory(user, records, known, problems)) {
            stored.add(key);
        }
    }
    const readers = sessions.map((session) =>
        new Reader(session, known, problems));
    for (const reader of readers) {
        reader.read();
        if (reader.session.steady) {
            reader.complete(emissions, stored);
        }
    }
    checkShown(readers, stored, problems);
    checkKeys(emissions, problems);
    return problems;
}

export function describe(problems) {
    const lines = problems.slice(0, SHOWN).map(({ kind, text }) =>
        `${kind}: ${text}`);
    if (problems.length > SHOWN) {
        lines.push(`… and ${problems.length - SHOWN} more`);
    }
    return lines.join('\n');
}
