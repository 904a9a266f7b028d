import { Inject, Injectable } from '@nestjs/common';
import { NativeLogger, PARAMS_PROVIDER_TOKEN, PinoLogger } from 'nestjs-pino';
import type { Params } from 'nestjs-pino';

/** Parts of Nest that say a line for each module and route at boot. */
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'WebSocketsController']);

/** Nest's `Logger` on pino: `log('session opened', { sessionId })` is one line with these fields at the top. */
@Injectable()
export class AppLogger extends NativeLogger {
  constructor(pino: PinoLogger, @Inject(PARAMS_PROVIDER_TOKEN) params: Params) {
    super(pino, params);
  }

  override log(message: unknown, ...optionalParams: unknown[]): void {
    const context = optionalParams.at(-1);
    if (typeof context === 'string' && CHATTY.has(context)) super.debug(message, ...optionalParams);
    else super.log(message, ...optionalParams);
  }
}
