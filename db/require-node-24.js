// Loaded before every script (`node --import ./db/require-node-24.js …`) and by vitest.config.ts. Plain JavaScript, because
// an older Node fails on the first `.ts` file with an error that says nothing about versions.
const major = Number(process.versions.node.split('.')[0]);

if (major < 24) {
  console.error(
    `This needs Node 24 or later, and found ${process.versions.node}. The project brings Node 24 along as the npm ` +
      'package "node": run `npm ci` without --ignore-scripts and start through `npm run`, or install Node 24.',
  );
  process.exit(1);
}
