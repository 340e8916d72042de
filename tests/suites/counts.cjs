// A reporter of mocha: a line for each case, the sum as the last line.
"use strict";

module.exports = class Counts {
    constructor(runner) {
        const counts = { pass: 0, fail: 0, pending: 0 };

        runner.on("pass", (test) => {
            counts.pass++;
            console.log(`  ok    ${test.fullTitle()}`);
        });
        runner.on("fail", (test, error) => {
            counts.fail++;
            console.log(`  FAIL  ${test.fullTitle()}: ${error.message}`);
        });
        runner.on("pending", (test) => {
            counts.pending++;
            console.log(`  skip  ${test.fullTitle()}`);
        });
        runner.on("end", () => {
            console.log(`${counts.pass} passed, ${counts.fail} failed, `
                + `${counts.pending} skipped`);
        });
    }
};
