// The shapes of section 4 of the contract. Every frame that any test
// receives is held against this table: a key too many is as wrong as a key
// too few.

const string = (v) => typeof v === 'string';
const text = (v) => typeof v === 'string' && v.length > 0;
const integer = (v) => Number.isSafeInteger(v) && v >= 0;
const positive = (v) => Number.isSafeInteger(v) && v >= 1;
const boolean = (v) => typeof v === 'boolean';
const yes = (v) => v === true;
const no = (v) => v === false;
const time = (v) => Number.isSafeInteger(v) && v > 1e12 && v < 1e14;
const url = (v) => v === null || text(v);
const object = (v) => v !== null && typeof v === 'object'
    && !Array.isArray(v);
const strings = (v) => Array.isArray(v) && v.every(text)
    && new Set(v).size === v.length;
const role = (v) => v === 'OWNER' || v === 'ADMIN' || v === 'MEMBER';
const roles = (v) => object(v) && Object.values(v).every(role);

const shape = (required, optional = {}) => ({ required, optional });

const META = shape({
    name: text, thumbnailUrl: url, createdAt: time, createdBy: text,
});

const SNAPSHOT = shape({
    id: text, meta: META, version: positive, updatedAt: time,
    members: strings, roles, epoch: text, seq: positive,
});

export const ROOM_INFO = shape({
    roomId: text, name: text, thumbnailUrl: url, createdAt: time,
    createdBy: text, memberCount: positive, version: positive,
    updatedAt: time, epoch: text, seq: positive,
});

export const LIST_ENTRY = shape({
    id: text, name: text, thumbnailUrl: url, memberCount: positive,
    myRole: role, version: positive, updatedAt: time, epoch: text,
    seq: positive,
});

const correlation = { correlationId: string };

const MESSAGE_OK = shape({
    success: yes, roomId: text, messageId: text, seq: positive,
    memberCount: positive, timestamp: time,
}, { ...correlation, clientMessageId: string, duplicate: yes });

const MESSAGE_REFUSED = shape({
    success: no, code: (v) => v === 'NOT_A_MEMBER', error: text,
    roomId: text,
}, { ...correlation, clientMessageId: string });

const rooms = (v) => Array.isArray(v) && v.every((entry) =>
    object(entry) && shapeErrors(entry,
        'id' in entry ? LIST_ENTRY : ROOM_INFO).length === 0);

export const SHAPES = {
    CONNECTION_ESTABLISHED: shape(
        { userId: string, sessionId: text, timestamp: time },
        { pendingRooms: strings }),
    ROOM_ATTACHED: shape({ roomId: text, epoch: text, seq: positive }),
    HELLO_ACK: shape({ version: (v) => v === 1 }, correlation),
    SERVER_DRAINING: shape({ reconnectAfterMs: integer }),
    PONG: shape({ timestamp: time }, correlation),
    ERROR: null,
    ROOM_CREATED: shape({ room: SNAPSHOT }, correlation),
    ROOM_UPDATED: shape({
        roomId: text, patch: object, version: positive, updatedAt: time,
        seq: positive,
    }, correlation),
    ROOM_MEMBERS_UPDATED: shape({
        roomId: text, members: strings, roles, version: positive,
        updatedAt: time, name: text, thumbnailUrl: url, seq: positive,
    }, correlation),
    ROOM_DELETED: shape({
        roomId: text, version: positive, updatedAt: time, seq: positive,
    }, correlation),
    ROOM_MEMBER_JOINED: shape({
        roomId: text, userId: text, timestamp: time, seq: positive,
    }),
    ROOM_MEMBER_LEFT: shape({
        roomId: text, userId: text, timestamp: time, seq: positive,
    }),
    ROOM_JOIN_RESPONSE: shape({
        success: yes, roomId: text, roomInfo: ROOM_INFO, members: strings,
        alreadyMember: boolean, epoch: text, seq: positive, timestamp: time,
    }, correlation),
    ROOM_LEAVE_RESPONSE: shape(
        { success: yes, roomId: text, timestamp: time }, correlation),
    ROOM_LIST_RESPONSE: shape({
        success: yes, rooms, count: integer, timestamp: time,
    }, { ...correlation, nextCursor: text }),
    ROOM_MESSAGE: shape({
        roomId: text, messageId: text, senderId: text, content: text,
        messageType: string, timestamp: time, seq: positive,
    }, { clientMessageId: string }),
    ROOM_MESSAGE_RESPONSE: MESSAGE_OK,
};

export const CODES = new Set([
    'UNAUTHORIZED', 'VALIDATION_ERROR', 'NOT_FOUND', 'FORBIDDEN',
    'CREATE_FAILED', 'JOIN_FAILED', 'LEAVE_FAILED', 'INVALID_JSON',
    'UNKNOWN_TYPE', 'UNSUPPORTED_FORMAT', 'RATE_LIMITED',
    'UNSUPPORTED_PROTOCOL_VERSION', 'HELLO_ALREADY_SENT', 'UNAVAILABLE',
    'INTERNAL',
]);

export function shapeErrors(value, wanted, path = '') {
    if (!object(value)) {
        return [`${path || 'frame'} is not an object`];
    }
    const errors = [];
    const check = (key, rule) => {
        if (typeof rule === 'function') {
            if (!rule(value[key])) {
                errors.push(`${path}${key} is wrong: `
                    + JSON.stringify(value[key]));
            }
        } else {
            errors.push(...shapeErrors(value[key], rule, `${path}${key}.`));
        }
    };
    for (const [key, rule] of Object.entries(wanted.required)) {
        if (!Object.hasOwn(value, key)) {
            errors.push(`${path}${key} is missing`);
        } else {
            check(key, rule);
        }
    }
    for (const [key, rule] of Object.entries(wanted.optional)) {
        if (Object.hasOwn(value, key)) {
            check(key, rule);
        }
    }
    for (const key of Object.keys(value)) {
        if (key !== 'type' && !(key in wanted.required)
            && !(key in wanted.optional)) {
            errors.push(`${path}${key} should not be there`);
        }
    }
    return errors;
}

// A room has exactly one OWNER while it exists, and a role for each member.
function rosterErrors(members, given) {
    const owners = members.filter((user) => given[user] === 'OWNER').length;
    const errors = [];
    if (members.length > 0 && owners !== 1) {
        errors.push(`${owners} owners among ${members.length} members`);
    }
    const named = Object.keys(given).sort();
    if (JSON.stringify(named) !== JSON.stringify([...members].sort())) {
        errors.push('roles and members name different users');
    }
    return errors;
}

function errorFrameErrors(frame) {
    const errors = [];
    if (!CODES.has(frame.code)) {
        errors.push(`unknown error code ${JSON.stringify(frame.code)}`);
    }
    if (!text(frame.message)) {
        errors.push('message is missing or empty');
    }
    if ('correlationId' in frame && !string(frame.correlationId)) {
        errors.push('correlationId is not a string');
    }
    if (frame.code === 'RATE_LIMITED' && !integer(frame.retryAfterMs)) {
        errors.push('retryAfterMs is missing');
    }
    return errors;
}

// Everything that is wrong with a frame from the server, as text lines.
export function frameErrors(frame) {
    if (!object(frame) || !string(frame.type)) {
        return ['the frame is no object with a type'];
    }
    if (frame.type === 'ERROR') {
        return errorFrameErrors(frame);
    }
    if (!Object.hasOwn(SHAPES, frame.type)) {
        return [`unknown frame type ${frame.type}`];
    }
    if (frame.type === 'ROOM_MESSAGE_RESPONSE' && frame.success === false) {
        return shapeErrors(frame, MESSAGE_REFUSED);
    }
    const errors = shapeErrors(frame, SHAPES[frame.type]);
    if (errors.length > 0) {
        return errors;
    }
    if (frame.type === 'ROOM_MEMBERS_UPDATED') {
        return rosterErrors(frame.members, frame.roles);
    }
    if (frame.type === 'ROOM_CREATED') {
        return rosterErrors(frame.room.members, frame.room.roles);
    }
    if (frame.type === 'ROOM_LIST_RESPONSE'
        && frame.count !== frame.rooms.length) {
        return [`count ${frame.count} of ${frame.rooms.length} rooms`];
    }
    if (frame.type === 'ROOM_JOIN_RESPONSE'
        && (frame.roomInfo.memberCount !== frame.members.length
            || frame.roomInfo.epoch !== frame.epoch
            || frame.roomInfo.seq !== frame.seq)) {
        return ['roomInfo contradicts the answer that carries it'];
    }
    return [];
}

