import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-ports.ts';

const EXAMPLE = fileURLToPath(new URL('../.env.example', import.meta.url));
/** The C library reads it, and takes nothing for a number. */
const NOT_OURS = ['MALLOC_ARENA_MAX'];

/** Whatever whoever runs the tests has set: here every vendor is simulated, every default in force, and access open. */
const UNSET = Object.fromEntries(
  [...readFileSync(EXAMPLE, 'utf8').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)]
    .map(([, name = '']) => name)
    .concat('API_SERVER_PORT')
    .filter((name) => !NOT_OURS.includes(name))
    .map((name) => [name, '']),
);

/** One for the api, one for the sandbox, three for LiveKit and some for agents. */
const PORTS = 16;

/** The environment of a Parley that meets no other on this machine: ports and a data folder of its own. */
export async function elsewhere(folder: string) {
  const first = await freePorts(PORTS);
  return {
    ...UNSET,
    PORT: String(first),
    SANDBOX_PORT: String(first + 1),
    LIVEKIT_PORT: String(first + 2),
    AGENT_PORT: String(first + 5),
    PARLEY_DATA_DIR: folder,
  };
}
