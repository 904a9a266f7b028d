// Ends with 0 when the app of this container answers: `node healthy.mjs <variable of its port, with aliases> <default port>`.

const WITHIN_MS = 4_000;

const [variables, defaultPort] = process.argv.slice(2);
const port =
  variables
    .split('|')
    .map((name) => process.env[name]?.trim())
    .find(Boolean) ?? defaultPort;
const answer = await fetch(`http://127.0.0.1:${port}/health/live`, {
  signal: AbortSignal.timeout(WITHIN_MS),
});
process.exitCode = answer.ok ? 0 : 1;
