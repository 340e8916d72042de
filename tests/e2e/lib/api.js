// A client of the application's API that holds every answer against
// deploy/openapi.json: its status must be described and its body must be as
// the description says.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

export const KEY = 'a key of the tests, long enough';

const document = JSON.parse(fs.readFileSync(
    new URL('../../../deploy/openapi.json', import.meta.url), 'utf8'));

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(document, 'api');

// Which operations were called: "post /v1/emit".
export const called = new Set();

export function operations() {
    return Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method} ${path}`));
}

function matches(form, path) {
    const wanted = form.split('/');
    const parts = path.split('/');
    return wanted.length === parts.length && wanted.every((part, i) =>
        part.startsWith('{') || part === parts[i]);
}

// The described operation of a request and the reference to it.
function find(method, path) {
    const form = Object.keys(document.paths).find((one) =>
        matches(one, path));
    const operation = document.paths[form]?.[method.toLowerCase()];
    return operation && { form, operation };
}

function escape(part) {
    return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

// Where the schema of an answer is, or undefined.
function schemaOf(method, form, operation, status) {
    const answer = operation.responses[status];
    if (answer.$ref) {
        const name = answer.$ref.split('/').at(-1);
        return document.components.responses[name].content
            && `api#/components/responses/${name}/content/`
            + 'application~1json/schema';
    }
    return `api#/paths/${escape(form)}/${method.toLowerCase()}/responses/`
        + `${status}/content/application~1json/schema`;
}

function check(method, path, status, body) {
    const found = find(method, path);
    if (!found) {
        assert.ok([401, 403, 404, 405].includes(status),
            `${method} ${path}: ${status}`);
        return;
    }
    called.add(`${method.toLowerCase()} ${found.form}`);
    assert.ok(found.operation.responses[status],
        `${method} ${path}: ${status} is not described: `
        + JSON.stringify(body));
    const schema = schemaOf(method, found.form, found.operation, status);
    if (schema) {
        const validate = ajv.getSchema(schema);
        assert.ok(validate, schema);
        assert.ok(validate(body), `${method} ${path}: ${status} `
            + `${JSON.stringify(body)} ${ajv.errorsText(validate.errors)}`);
    }
}

export class Api {
    constructor(port, key = KEY) {
        this.base = `http://127.0.0.1:${port}`;
        this.key = key;
    }

    // {status, body, headers}; body: anything that becomes JSON, a string is
    // sent as it is. options: key (null: none), headers.
    async call(method, path, body, options = {}) {
        const key = options.key === undefined ? this.key : options.key;
        const headers = { ...options.headers };
        if (key !== null) {
            headers.Authorization = `Bearer ${key}`;
        }
        const answer = await fetch(this.base + path, {
            method, headers,
            body: body === undefined || typeof body === 'string'
                ? body : JSON.stringify(body),
        });
        const text = await answer.text();
        const json = answer.headers.get('content-type')
            === 'application/json' ? JSON.parse(text) : text;
        check(method, path.split('?')[0], answer.status, json);
        return { status: answer.status, body: json,
            headers: answer.headers };
    }

    async ok(method, path, body, options) {
        const answer = await this.call(method, path, body, options);
        assert.ok(answer.status < 300, `${method} ${path}: `
            + `${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
    }

    // Expects a refusal with this status and code.
    async refused(status, code, method, path, body, options) {
        const answer = await this.call(method, path, body, options);
        assert.equal(answer.status, status, JSON.stringify(answer.body));
        assert.equal(answer.body.error?.code, code);
        return answer;
    }
}
