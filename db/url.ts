/** `npm run -s db:url -- client`: the connection string of the running demo's database, for psql and the like. */
import { LOGIN_KEYS } from './logins.ts';
import { readRunning } from './running.ts';

const known = ['owner', ...LOGIN_KEYS] as const;
const key = known.find((name) => name === process.argv[2]);
const running = readRunning();

if (!key) {
  console.error(`Usage: npm run -s db:url -- ${known.join('|')}`);
  process.exitCode = 2;
} else if (!running) {
  console.error('The demo is not running. Start it with: npm run demo');
  process.exitCode = 1;
} else {
  console.log(running.urls[key]);
}
