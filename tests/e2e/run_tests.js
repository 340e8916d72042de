// Runs the test files, two at a time, prints them in the readable form and
// writes the three counts to the file that MOOT_E2E_COUNTS names.
// Arguments: parts of file names; without any, all files of test/.

import fs from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const CONCURRENCY = 2;
const FILE_TIMEOUT_MS = 10 * 60_000;

// The longest first, so that none of them is left alone at the end.
const LONG = ['chaos', 'sio_chaos', 'sio_memory', 'hosts', 'validation',
    'process', 'attach'];

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)),
    'test');
const wanted = process.argv.slice(2);

function rank(file) {
    const at = LONG.findIndex((name) => file.startsWith(name));
    return at < 0 ? LONG.length : at;
}

const files = fs.readdirSync(folder)
    .filter((file) => file.endsWith('.test.js'))
    .filter((file) => wanted.length === 0
        || wanted.some((part) => file.includes(part)))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((file) => path.join(folder, file));

const counts = { passed: 0, failed: 0, skipped: 0 };

// A file that is reported as a test of its own counts when it failed only:
// then something broke outside of its tests.
function isFile(data) {
    return files.some((file) => path.resolve(data.name) === file);
}

const stream = run({ files, concurrency: CONCURRENCY,
    timeout: FILE_TIMEOUT_MS });
stream.on('test:pass', (data) => {
    if (data.details?.type === 'suite' || isFile(data)) {
        return;
    }
    counts[data.skip === undefined ? 'passed' : 'skipped'] += 1;
});
stream.on('test:fail', () => {
    counts.failed += 1;
});
stream.compose(new spec()).pipe(process.stdout);
stream.on('end', () => {
    if (process.env.MOOT_E2E_COUNTS) {
        fs.writeFileSync(process.env.MOOT_E2E_COUNTS, [counts.passed,
            counts.failed, counts.skipped].join(' '));
    }
    process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
});
