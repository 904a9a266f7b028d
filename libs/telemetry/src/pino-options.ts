import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '#conversation';
import { stdTimeFunctions } from 'pino';
import type { Options } from 'pino-http';
import { currentLogFields, logFieldsOf } from './log-fields.js';
import type { LoggingConfig } from './logging.config.js';
import { maskSecrets } from './mask-secrets.js';

/** Fields that hold a secret, wherever a log call puts them: at the top or one level down. */
const SECRET_FIELDS = [
  'apiKey',
  'apiSecret',
  'authorization',
  'clientSecret',
  'client_secret',
  'cookie',
  'ingestToken',
  'password',
  'secret',
  'token',
  'userToken',
];

export interface AppLogging {
  app: string;
  /** Paths whose good answers are worth a line only at `debug`: probes, heartbeats. */
  quietPaths: readonly string[];
}

export function pinoOptions(
  { app, quietPaths }: AppLogging,
  config: LoggingConfig,
): Options<IncomingMessage, ServerResponse> {
  return {
    level: config.pinoLevel,
    base: { app, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
      censor: '[redacted]',
    },
    hooks: { streamWrite: maskSecrets },
    // The fields of a line itself win; each is written once.
    mixin: currentLogFields,
    genReqId: requestId,
    customAttributeKeys: { reqId: 'requestId' },
    // One line a request, and nothing of its headers or query: both may hold credentials.
    quietReqLogger: true,
    quietResLogger: true,
    customLogLevel: (request, response, error) => {
      if (error || response.statusCode >= 500) return 'warn';
      return isQuiet(pathOf(request), quietPaths) ? 'debug' : 'info';
    },
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
    customSuccessObject: describe,
    customErrorObject: (request, response, _error, value: Timed) => describe(request, response, value),
  };
}

/** The caller's own id when it is one, so that a trace runs through several services; else ours. Echoed in the answer. */
function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : newId();
  response.setHeader('X-Request-Id', id);
  return id;
}

function describe(request: IncomingMessage, response: ServerResponse, { responseTime }: Timed): object {
  return {
    ...logFieldsOf(request),
    method: request.method,
    path: pathOf(request),
    status: response.statusCode,
    durationMs: responseTime,
    ...(response.writableFinished ? {} : { aborted: true }),
  };
}

interface Timed {
  responseTime: number;
}

function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  return (request.originalUrl ?? request.url ?? '').split('?', 1)[0] ?? '';
}

function isQuiet(path: string, quietPaths: readonly string[]): boolean {
  return quietPaths.some((quiet) => path === quiet || path.startsWith(`${quiet}/`));
}
