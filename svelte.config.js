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
    // A browser asks where a link leads: the list of all routes, which Kit sends otherwise, would name the team's to clients.
    router: { resolution: 'server' },
    // Both realms share an origin, and people write what the other side reads: nothing runs in a page but what we wrote. Kit adds the
    // nonce; what no page asks for stays closed. See src/lib/server/response-headers.ts for answers that are no pages.
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['none'],
        'script-src': ['strict-dynamic'],
        'style-src': ['self'],
        // Kit's announcer of pages, which is there to be heard and not seen, brings this one attribute.
        'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        'font-src': ['self'],
        'img-src': ['self'],
        'connect-src': ['self'],
        // Files that are looked at within a page.
        'frame-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['self'],
        'frame-ancestors': ['none'],
      },
    },
    typescript: {
      config: (config) => {
        config.include.push('../db/**/*.ts', '../bench/**/*.ts', '../bench/**/*.svelte', '../*.config.ts');
      },
    },
  },
};
