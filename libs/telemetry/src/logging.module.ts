import { Global, Inject, Module } from '@nestjs/common';
import type { DynamicModule, INestApplicationContext, MiddlewareConsumer, NestModule } from '@nestjs/common';
import { LoggerModule, PinoLogger } from 'nestjs-pino';
import type { Params } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { AppLogger } from './app-logger.js';
import { standardOutput } from './line-writer.js';
import { LoggingConfig, loggingConfig } from './logging.config.js';
import { pinoOptions } from './pino-options.js';
import { requestLog } from './request-log.js';
import type { LoggedPaths } from './request-log.js';

const LOGGED_PATHS = Symbol('LOGGED_PATHS');

interface AppPaths {
  quietPaths?: string[];
  personalPaths?: string[];
}

/** One line an event, one line a request. `useLogging(app)` makes Nest's own `Logger` write through it. */
@Global()
@Module({})
export class LoggingModule implements NestModule {
  static forApp(app: string, { quietPaths = [], personalPaths = [] }: AppPaths = {}): DynamicModule {
    const paths: LoggedPaths = { quiet: ['/health', '/metrics', ...quietPaths], personal: personalPaths };
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRootAsync({
          providers: [loggingConfig],
          inject: [LoggingConfig],
          useFactory: (config: LoggingConfig) => params(app, config),
        }),
      ],
      providers: [AppLogger, { provide: LOGGED_PATHS, useValue: paths }],
      exports: [AppLogger],
    };
  }

  constructor(
    private readonly pino: PinoLogger,
    @Inject(LOGGED_PATHS) private readonly paths: LoggedPaths,
  ) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(requestLog(this.pino.logger, this.paths)).forRoutes('/');
  }
}

export function useLogging(app: INestApplicationContext): void {
  app.useLogger(app.get(AppLogger));
}

async function params(app: string, config: LoggingConfig): Promise<Params> {
  const options = pinoOptions(app, config);
  const stream = config.isPretty(process.stdout.isTTY) ? await prettyStream() : undefined;
  return {
    forRoutes: [], // the line of a request is `requestLog`'s
    pinoHttp: [options, stream ?? standardOutput()],
    nativeLogger: { structuredParams: true, flattenParams: true },
  };
}

/** pino-pretty comes with the development dependencies only: without it the lines stay JSON. */
async function prettyStream(): Promise<DestinationStream | undefined> {
  const pretty = await import('pino-pretty').catch(() => undefined);
  return pretty?.default({
    colorize: true,
    sync: true,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'pid,app,context',
    messageFormat: '{if context}[{context}] {end}{msg}',
  });
}
