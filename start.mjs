// Where `npm start`, `test`, `call`, `bench`, `dev`, `build`, `health` and `doctor` begin. It has to parse on any Node that knows ES
// modules, so that an old one gets a sentence instead of a syntax error; what follows runs on Node 20.9 and needs nothing installed.

const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 9)) {
  console.error(
    `Parley starts on Node 20.9 or newer (it then brings its own Node 24); this is Node ${process.versions.node}.`,
  );
  console.error('Install a newer one from https://nodejs.org or with your version manager, then try again.');
  process.exit(1);
}

const { begin } = await import('./src/launcher/begin.mjs');
await begin(process.argv.slice(2));
