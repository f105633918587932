/** The names by which `src` imports its own folders, for tools that read no SvelteKit configuration. */
const { join } = require('node:path');

module.exports = { resolve: { alias: { $lib: join(__dirname, '../../src/lib') } } };
