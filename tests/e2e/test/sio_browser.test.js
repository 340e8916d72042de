// A real browser: the page of the support chat with two users and an
// administrator, and the unmodified browser build of socket.io-client.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { sharedCluster } from '../lib/cluster.js';
import { httpUrl, supportToken, withSio } from '../lib/sio.js';

const WAIT = { timeout: 15_000 };
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome'];
const CLIENT = path.join(path.dirname(fileURLToPath(import.meta.url)),
    '../node_modules/socket.io-client/dist/socket.io.min.js');

// Where pictures of the page are left for a person to look at, if anywhere.
const PICTURES = process.env.MOOT_E2E_PICTURES;

let browser = null;

const play = sharedCluster({ args: ['--profile', 'support-chat'] });

const row = (name, act) => play(name, ({ cluster }) => withSio(cluster, act));

before(async () => {
    browser = await chromium.launch({
        executablePath: BROWSERS.find((file) => fs.existsSync(file)),
        headless: true,
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
});

after(async () => {
    await browser?.close();
});

// A browser profile of its own, signed in by the application's cookie.
async function visit(scene, user, rol, options = {}) {
    const base = httpUrl(scene.cluster, options.edge ?? 0);
    const context = await browser.newContext({ viewport: { width: 1000,
        height: 640 }, locale: 'en-GB', ...options.context });
    if (user !== null) {
        await context.addCookies([{ name: 'token', url: base,
            value: supportToken(user, rol) }]);
    }
    const page = await context.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
        if (message.type() === 'error') {
            problems.push(message.text());
        }
    });
    await page.goto(`${base}/support-chat/`);
    return { context, page, problems };
}

async function connected({ page }) {
    await page.getByText('Connected', { exact: true }).waitFor(WAIT);
}

async function picture({ page }, name) {
    if (PICTURES) {
        await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
    }
}

async function say({ page }, text) {
    await page.getByLabel('Message').fill(text);
    await page.getByLabel('Message').press('Enter');
}

const lines = ({ page }) => page.locator('#log li p:last-child')
    .allTextContents();

async function sees(visitor, text) {
    await visitor.page.locator('#log li', { hasText: text }).first()
        .waitFor(WAIT);
}

row('two users and an administrator', async (scene) => {
    const [ana, bob, root] = ['ana', 'bob', 'root'].map(scene.user);
    const a = await visit(scene, ana, 'user');
    const b = await visit(scene, bob, 'user', { edge: 1 });
    const r = await visit(scene, root, 'admin', { edge: 1 });
    const all = [a, b, r];
    try {
        for (const one of all) {
            await connected(one);
        }
        await a.page.getByLabel('To', { exact: true }).fill(root);
        await say(a, 'Hello, my order is late <b>really</b>');
        await b.page.getByLabel('To', { exact: true }).fill(root);
        await say(b, 'Where is my invoice?');
        for (const user of [ana, bob]) {
            await r.page.getByRole('button', { name: user })
                .waitFor(WAIT);
        }
        await picture(r, 'administrator-unread');
        await r.page.getByRole('button', { name: ana }).click();
        await sees(r, 'Hello, my order is late <b>really</b>');
        assert.ok(!(await lines(r)).includes('Where is my invoice?'));
        await say(r, 'It leaves today.');
        await sees(a, 'It leaves today.');
        await say(a, 'Thank you!\nAna');
        await sees(r, 'Thank you!');
        await r.page.getByRole('button', { name: bob }).click();
        await sees(r, 'Where is my invoice?');
        await say(r, 'In your account.');
        await sees(b, 'In your account.');
        assert.deepEqual(await lines(b), ['Where is my invoice?',
            'In your account.']);
        await picture(a, 'user');
        await picture(r, 'administrator');
        // The history comes back with the page.
        await a.page.reload();
        await connected(a);
        await sees(a, 'It leaves today.');
        assert.deepEqual(await lines(a), [
            'Hello, my order is late <b>really</b>', 'It leaves today.',
            'Thank you!\nAna']);
        for (const one of all) {
            assert.deepEqual(one.problems, []);
        }
    } finally {
        await Promise.all(all.map(({ context }) => context.close()));
    }
});

row('signing in by hand, a refused token, signing out', async (scene) => {
    const ana = scene.user('ana');
    const a = await visit(scene, null, 'user');
    try {
        await a.page.getByLabel('Token', { exact: true }).fill('nonsense');
        await a.page.getByRole('button', { name: 'Sign in' }).click();
        await a.page.getByText('not a token').waitFor(WAIT);
        await a.page.getByLabel('Token', { exact: true }).fill(supportToken(ana, 'user',
            { exp: 1 }));
        await a.page.getByRole('button', { name: 'Sign in' }).click();
        await a.page.getByText('Refused: Token inválido').waitFor(WAIT);
        await a.page.getByLabel('Token', { exact: true }).fill(supportToken(ana, 'user'));
        await a.page.getByRole('button', { name: 'Sign in' }).click();
        await connected(a);
        await a.page.getByRole('button', { name: 'Sign out' }).click();
        await a.page.getByLabel('Token', { exact: true }).waitFor(WAIT);
        await picture(a, 'sign-in');
    } finally {
        await a.context.close();
    }
});

row('a narrow screen, dark colours, the keyboard alone', async (scene) => {
    const root = scene.user('root');
    const r = await visit(scene, root, 'admin', { context: {
        viewport: { width: 380, height: 700 }, colorScheme: 'dark' } });
    try {
        await connected(r);
        const { page } = r;
        await page.getByLabel('Write to somebody else').focus();
        await page.keyboard.type('nobody');
        await page.keyboard.press('Enter');
        await page.keyboard.type('Anybody there?');
        await page.keyboard.press('Enter');
        await sees(r, 'Anybody there?');
        const wide = await page.evaluate(() =>
            document.documentElement.scrollWidth > innerWidth);
        assert.equal(wide, false, 'it scrolls sideways');
        await picture(r, 'narrow');
    } finally {
        await r.context.close();
    }
});

for (const transports of [['polling', 'websocket'], ['websocket'],
    ['polling']]) {
    row(`socket.io-client in the browser, ${transports}`, async (scene) => {
        const [ana, root] = ['ana', 'root'].map(scene.user);
        const r = await scene.connect({ name: 'root', edge: 1,
            cookie: `token=${supportToken(root, 'admin')}` });
        const a = await visit(scene, null, 'user',
            { context: { bypassCSP: true } });
        try {
            await a.context.addCookies([{ name: 'token', value:
                supportToken(ana, 'user'), url: scene.url() }]);
            await a.page.addScriptTag({ path: CLIENT });
            await a.page.evaluate((list) => new Promise((resolve, reject) => {
                window.got = [];
                window.one = window.io({ transports: list });
                window.one.on('connect', resolve);
                window.one.on('connect_error', reject);
                window.one.on('mensaje_recibido', (data) =>
                    window.got.push(data));
            }), transports);
            await a.page.evaluate((para) => window.one.emit('mensaje_privado',
                { para, mensaje: 'from a browser' }), 'nobody');
            await r.expect('mensaje_recibido', { de: ana,
                mensaje: 'from a browser' });
            if (transports.length === 2) {
                await a.page.waitForFunction(() =>
                    window.one.io.engine.transport.name === 'websocket',
                undefined, WAIT);
            }
            r.emit('mensaje_privado', { para: ana, mensaje: 'hello page' });
            await a.page.waitForFunction(() => window.got.length === 1,
                undefined, WAIT);
            assert.deepEqual(await a.page.evaluate(() => window.got),
                [{ de: root, mensaje: 'hello page' }]);
        } finally {
            await a.context.close();
        }
    });
}
