/**
 * Lets TypeScript read components as the modules they are, where svelte-eslint-parser would otherwise hand it each of them anew
 * and have the whole program built again: nine minutes become one, and rules see the types of components. It has to be set
 * before the parser is loaded.
 */
process.env.SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK = '1';
