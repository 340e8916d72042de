// Mints JSON Web Tokens for the tests, good ones and bad ones, with
// node:crypto alone, so that the server's own library is not its judge.

import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

export const SECRET = 'end-to-end-secret-of-at-least-32-bytes';

function base64url(value) {
    const bytes = Buffer.isBuffer(value) ? value : Buffer.from(
        typeof value === 'string' ? value : JSON.stringify(value));
    return bytes.toString('base64url');
}

export function seconds(offset = 0) {
    return Math.floor(Date.now() / 1000) + offset;
}

// A key pair of the kind that algorithm needs: {privateKey, publicKey} as
// key objects, and `pem`, the public key as text.
export function makeKeys(algorithm) {
    const pair = algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return {
        ...pair,
        pem: pair.publicKey.export({ type: 'spki', format: 'pem' }),
    };
}

function signature(algorithm, input, key) {
    switch (algorithm) {
    case 'HS256':
        return createHmac('sha256', key).update(input).digest();
    case 'HS512':
        return createHmac('sha512', key).update(input).digest();
    case 'RS256':
        return sign('sha256', Buffer.from(input), key);
    case 'ES256':
        return sign('sha256', Buffer.from(input),
            { key, dsaEncoding: 'ieee-p1363' });
    case 'none':
        return Buffer.alloc(0);
    default:
        throw new Error(`no such algorithm: ${algorithm}`);
    }
}

// A token with exactly these claims. options: alg, key, kid, header.
export function tokenOf(claims, options = {}) {
    const alg = options.alg ?? 'HS256';
    const header = { alg, typ: 'JWT', ...options.header };
    if (options.kid !== undefined) {
        header.kid = options.kid;
    }
    const input = `${base64url(header)}.${base64url(claims)}`;
    const bytes = signature(options.signAs ?? alg, input,
        options.key ?? SECRET);
    return `${input}.${base64url(bytes)}`;
}

// A token that a correct server accepts, for the user `sub`.
export function mint(sub, claims = {}, options = {}) {
    return tokenOf({ sub, exp: seconds(3600), ...claims }, options);
}
