// What the suites expect of a browser, for Node, and where they find the
// server: they are written for port 3000.
import chai from "chai";
import { WebSocket } from "ws";

const port = process.env.SUITE_PORT;

function here(url) {
    return String(url).replace("localhost:3000", `127.0.0.1:${port}`);
}

chai.use((lib) => {
    lib.Assertion.addMethod("startsWith", function (start) {
        this.assert(
            String(this._obj).startsWith(start),
            `expected ${this._obj} to start with ${start}`,
            `expected ${this._obj} not to start with ${start}`,
        );
    });
});

const nodeFetch = globalThis.fetch;

globalThis.fetch = (url, options = {}) =>
    nodeFetch(here(url), {
        ...options,
        method: (options.method ?? "GET").toUpperCase(),
    });

globalThis.WebSocket = class extends WebSocket {
    constructor(url) {
        super(here(url), { allowSynchronousEvents: false });
    }
};

globalThis.chai = chai;
