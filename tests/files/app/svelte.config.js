import adapter from '@sveltejs/adapter-node';

const made = '../../../.cache/files-app';

/** An application of two routes, built as the real one is, to try files under the server that they will run on. */
export default {
  kit: {
    adapter: adapter({ out: `${made}/build` }),
    outDir: `${made}/kit`,
    files: { lib: '../../../src/lib' },
  },
};
