#!/usr/bin/env node
// `npx implanta COMMAND`: the operator's command, from wherever the package lies.
process.argv.splice(2, 0, '--admin');
await import('./start.mjs');
