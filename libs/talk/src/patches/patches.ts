import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What patches/*.patch changes in the installed packages, by the name each change carries there in a comment
 * (`parley-patch: <name>`), with the file of the package's dist it sits in. test/patches shows what each is for.
 */
const PATCHES = {
  '@livekit/agents': {
    'read-stream': 'utils',
    'byte-stream': 'audio',
    'idle-branches': 'voice/audio_recognition',
    'inference-stt-send': 'inference/stt',
    'stt-retries': 'stt/stt',
    'vad-end-input': 'vad',
    'chunked-stream-rejection': 'tts/tts',
    'single-tts-metrics': 'tts/stream_adapter',
    'agent-state-log': 'voice/room_io/room_io',
    'reply-rejection': 'voice/agent_activity',
  },
  '@livekit/agents-plugin-openai': {
    'realtime-connect': 'realtime/realtime_model',
    'realtime-dial': 'realtime/realtime_model',
    'realtime-send': 'realtime/realtime_model',
    'realtime-close': 'realtime/realtime_model',
    'input-chunk': 'realtime/realtime_model',
    'unreadable-event': 'realtime/realtime_model',
    'stt-drop': 'stt',
    'tts-request': 'tts',
  },
  '@livekit/rtc-node': {
    'quiet-log': 'log',
  },
};

/** The two builds of a package: what `import` loads and what `require` loads. */
const BUILDS = ['js', 'cjs'];
/** What `import` loads of these is what `require` loads. */
const ONE_BUILD: Record<string, string[]> = { '@livekit/rtc-node': ['cjs'] };

type ReadFile = (packageName: string, pathInDist: string) => string;

/** Refuses to host sessions with packages that leak them, or that end the process over one refused connection. */
export function assertPatched(read: ReadFile = readInstalled): void {
  for (const [packageName, patches] of Object.entries(PATCHES)) {
    const missing = Object.entries(patches).flatMap(([name, file]) =>
      (ONE_BUILD[packageName] ?? BUILDS)
        .map((build) => `${file}.${build}`)
        .filter((path) => !read(packageName, path).includes(`parley-patch: ${name}.`))
        .map((path) => `${name} in ${path}`),
    );
    if (missing.length > 0) {
      throw new Error(
        `${packageName} is installed without its patches (${missing.join(', ')}). Run \`npx patch-package\` and start again.`,
      );
    }
  }
}

function readInstalled(packageName: string, pathInDist: string): string {
  const dist = dirname(fileURLToPath(import.meta.resolve(packageName)));
  return readFileSync(join(dist, pathInDist), 'utf8');
}
