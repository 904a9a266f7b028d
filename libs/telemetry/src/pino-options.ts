import { stdSerializers, stdTimeFunctions } from 'pino';
import type { LoggerOptions } from 'pino';
import { hideSecrets } from './hide-secrets.js';
import { currentLogFields } from './log-fields.js';
import type { LoggingConfig } from './logging.config.js';
import { maskSecrets } from './mask-secrets.js';

export function pinoOptions(app: string, config: LoggingConfig): LoggerOptions {
  return {
    level: config.pinoLevel,
    base: { app, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    // In place of `redact`, which copies every line to look for paths in it.
    formatters: { level: (level) => ({ level }), bindings: hideSecrets, log: hideSecrets },
    serializers: { err: describeError },
    hooks: { streamWrite: maskSecrets },
    // The fields of a line itself win; each is written once.
    mixin: currentLogFields,
  };
}

/** What an SDK hangs on its errors is looked through as well. pino-http has it serialized already. */
function describeError(error: unknown): unknown {
  const described: unknown = error instanceof Error ? stdSerializers.err(error) : error;
  return typeof described === 'object' && described !== null ? hideSecrets({ ...described }) : described;
}
