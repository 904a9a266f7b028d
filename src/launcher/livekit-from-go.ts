import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cachedServer, LIVEKIT_VERSION, serverVersion } from './livekit-source.ts';
import type { Acquisition, LiveKitSource } from './livekit-source.ts';
import { ask, runTool } from './run-tool.ts';

const OLDEST_MINOR = 26;
/** Two idle cores take a minute and a half; a busy small machine may need ten times that. */
const TIME_LIMIT_MS = 1_200_000;
const TAIL_LINES = 5;

/** Builds the server that tools/livekit-server/go.mod names and puts it into the cache whole. */
export async function buildWithGo({
  root,
  env,
  terminal,
  signal,
}: Acquisition): Promise<LiveKitSource | string> {
  const go = /go version go1\.(\d+)(\S*)/.exec((await ask('go', ['version'], env)) ?? '');
  if (!go) return 'no Go toolchain on the PATH';
  if (Number(go[1]) < OLDEST_MINOR) return `Go 1.${go[1]}${go[2]} is older than 1.${OLDEST_MINOR}`;

  const target = cachedServer(env);
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), '.build-'));
  const built = join(folder, 'livekit-server');
  try {
    const build = {
      command: 'go',
      args: [
        ...[
          'build',
          '-C',
          join(root, 'tools/livekit-server'),
          '-buildvcs=false',
          '-trimpath',
          '-ldflags',
          '-s -w',
        ],
        ...['-o', built, 'github.com/livekit/livekit-server/cmd/server'],
      ],
      // A clear refusal beats a toolchain download that hangs.
      env: { ...env, GOTOOLCHAIN: 'local' },
    };
    const what = `building livekit-server ${LIVEKIT_VERSION} with Go 1.${go[1]}${go[2]} (about 90 s the first time)`;
    const result = await terminal.during(what, runTool(build, TIME_LIMIT_MS, signal));
    if (!result.ok)
      return `go build ${result.how}: ${result.output.trim().split('\n').slice(-TAIL_LINES).join(' / ')}`;
    const version = await serverVersion(built, env);
    if (!version) return 'the server that Go built does not run here';
    await rename(built, target);
    return { kind: 'program', path: target, version, from: `built with Go 1.${go[1]}${go[2]}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
