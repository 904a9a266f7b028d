import { Inject, Injectable, Optional } from '@nestjs/common';
import { NativeLogger, PARAMS_PROVIDER_TOKEN, PinoLogger } from 'nestjs-pino';
import type { Params } from 'nestjs-pino';
import { FaultReports } from './faults/fault-reports.js';
import type { Fault } from './faults/fault-reports.js';
import { currentLogFields } from './log-fields.js';

/** Parts of Nest that say a line for each module and route at boot. */
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'WebSocketsController']);

/**
 * Nest's `Logger` on pino: `log('session opened', { sessionId })` is one line with these fields at the top. What is an error is
 * reported as well, where somebody wants reports.
 */
@Injectable()
export class AppLogger extends NativeLogger {
  constructor(
    private readonly pino: PinoLogger,
    @Inject(PARAMS_PROVIDER_TOKEN) params: Params,
    @Optional() private readonly reports?: FaultReports,
  ) {
    super(pino, params);
  }

  override log(message: unknown, ...optionalParams: unknown[]): void {
    const context = optionalParams.at(-1);
    if (typeof context === 'string' && CHATTY.has(context)) super.debug(message, ...optionalParams);
    else super.log(message, ...optionalParams);
  }

  override error(message: unknown, ...optionalParams: unknown[]): void {
    super.error(message, ...optionalParams);
    this.report('error', message, optionalParams);
  }

  override fatal(message: unknown, ...optionalParams: unknown[]): void {
    super.fatal(message, ...optionalParams);
    this.report('fatal', message, optionalParams);
  }

  private report(level: Fault['level'], message: unknown, optionalParams: unknown[]): void {
    if (!this.reports?.wanted) return;
    const params = optionalParams.find((param) => typeof param === 'object' && param !== null) ?? {};
    const error = [message, Reflect.get(params, 'err')].find((given) => given instanceof Error);
    this.reports.report({
      message: typeof message === 'string' ? message : 'fault',
      error,
      level,
      fields: { ...currentLogFields(), ...named(params), ...named(this.pino.logger.bindings()) },
    });
  }
}

const NAMES = ['sessionId', 'conversationId', 'tenant', 'agentId', 'userId', 'room', 'requestId'] as const;

/** The ids among the fields of a line; of the rest nothing leaves. */
function named(fields: object): Fault['fields'] {
  const ids: Fault['fields'] = {};
  for (const name of NAMES) {
    const value: unknown = Reflect.get(fields, name);
    if (typeof value === 'string') ids[name] = value;
  }
  return ids;
}
