import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

/**
 * Parts that nearly every page shows, in one file: each alone is so small that compressing it gains little, and forty of them are forty
 * requests. Nothing of the team's is among them.
 */
const everywhere =
  /src\/lib\/(components\/ui\/(Badge|Bar|Button|Card|DateText|EmptyState|ErrorState|FormError|Loading|Notice|PageHeader|Picture|Query|Skeleton|Tabs|dates|early|form-answer\.svelte|form-context|pictures|refused|time-zone|tinted|touched)\.|components\/projects\/(ProjectStatusBadge|StandingBadge)\.|domain\/(dates|days|formats|id|kept-format|numbers|page-edge|thread-part|words)\.)/;

export default defineConfig({
  plugins: [tailwindcss(), sveltekit()],
  environments: {
    client: {
      build: {
        rolldownOptions: {
          // Entries keep their exports, and may have more.
          preserveEntrySignatures: 'allow-extension',
          output: {
            codeSplitting: {
              groups: [{ name: 'everywhere', test: everywhere, includeDependenciesRecursively: false }],
            },
          },
        },
      },
    },
  },
});
