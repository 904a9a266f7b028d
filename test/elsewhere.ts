import { freePorts } from './free-ports.ts';

/** Keys and addresses of whoever runs the tests: here every vendor is simulated, and access is open. */
const NOT_THEIRS = Object.fromEntries(
  [
    'AGENT_AUTO_JOIN',
    'ALLOW_ANONYMOUS',
    'API_KEYS',
    'API_SERVER_PORT',
    'API_URL',
    'CRM_BASE_URL',
    'CRM_EMAIL',
    'CRM_PASSWORD',
    'DATABASE_URL',
    'HOST',
    'JWKS_URL',
    'JWT_SECRET',
    'LIVEKIT_API_KEY',
    'LIVEKIT_API_SECRET',
    'LIVEKIT_URL',
    'NODE_ENV',
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'RECORDINGS_DIR',
    'S3_BUCKET',
    'SANDBOX_URL',
    'SPOOL_DIR',
  ].map((name) => [name, '']),
);

/** One for the api, one for the sandbox, three for LiveKit and some for agents. */
const PORTS = 16;

/** The environment of a Parley that meets no other on this machine: ports and a data folder of its own. */
export async function elsewhere(folder: string) {
  const first = await freePorts(PORTS);
  return {
    ...NOT_THEIRS,
    PORT: String(first),
    SANDBOX_PORT: String(first + 1),
    LIVEKIT_PORT: String(first + 2),
    AGENT_PORT: String(first + 5),
    PARLEY_DATA_DIR: folder,
  };
}
