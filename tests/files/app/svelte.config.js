import adapter from '@sveltejs/adapter-node';

/** An application of two routes, built as the real one is, to try files under the server that they will run on. */
export default { kit: { adapter: adapter(), files: { lib: '../../../src/lib' } } };
