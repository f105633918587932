import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** The bare application that the benchmark compares pages with: the same stack and procedures, none of the product's pages. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
  kit: {
    adapter: adapter({ out: '../../.cache/bare' }),
    outDir: '../../.cache/bare-kit',
    files: {
      lib: '../../src/lib',
      routes: 'routes',
      hooks: { server: 'hooks.server.ts' },
      appTemplate: 'app.html',
      assets: '../../static',
    },
  },
};
