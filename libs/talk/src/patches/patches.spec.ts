import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertPatched } from './patches.js';

const patchFiles = join(import.meta.dirname, '../../../../patches');

/** The lines by which the patch files mark what they change. */
const marks = new Set(
  readdirSync(patchFiles)
    .flatMap((file) => readFileSync(join(patchFiles, file), 'utf8').match(/parley-patch: [a-z-]+\./g) ?? [])
    .sort(),
);

describe(assertPatched.name, () => {
  it('accepts the packages as they are installed', () => {
    expect(() => assertPatched()).not.toThrow();
  });

  it('names the package, what it lacks and the cure', () => {
    const allButOne = (_packageName: string, path: string) =>
      path === 'realtime/realtime_model.cjs' ? 'parley-patch: realtime-send. input-chunk' : [...marks].join(' ');

    expect(() => assertPatched(allButOne)).toThrow(
      '@livekit/agents-plugin-openai is installed without its patches (realtime-connect in realtime/realtime_model.cjs, ' +
        'realtime-dial in realtime/realtime_model.cjs, realtime-close in realtime/realtime_model.cjs, input-chunk in realtime/realtime_model.cjs, unreadable-event in realtime/realtime_model.cjs). ' +
        'Run `npx patch-package` and start again.',
    );
  });

  it.each([...marks])('misses the mark "%s"', (mark) => {
    const others = [...marks].filter((other) => other !== mark).join(' ');

    expect(() => assertPatched(() => others)).toThrow('npx patch-package');
  });
});
