import { copyFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** adapter-node with an entry of our own, which cuts nobody off when it is told to stop. */
function adapterWithEntry() {
  const node = adapter();
  return {
    ...node,
    /** @param {import('@sveltejs/kit').Builder} builder */
    async adapt(builder) {
      await node.adapt(builder);
      copyFileSync('src/entry.js', 'build/index.js');
    },
  };
}

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
  kit: {
    adapter: adapterWithEntry(),
    typescript: {
      config: (config) => {
        config.include.push('../db/**/*.ts', '../bench/**/*.ts', '../*.config.ts');
      },
    },
  },
};
