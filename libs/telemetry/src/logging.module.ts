import { Global, Module } from '@nestjs/common';
import type { DynamicModule, INestApplicationContext, MiddlewareConsumer, NestModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Params } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { AppLogger } from './app-logger.js';
import { scopeRequest } from './log-fields.js';
import { LoggingConfig, loggingConfig } from './logging.config.js';
import { pinoOptions } from './pino-options.js';
import type { AppLogging } from './pino-options.js';

/** One line an event, one line a request. `useLogging(app)` makes Nest's own `Logger` write through it. */
@Global()
@Module({})
export class LoggingModule implements NestModule {
  static forApp(app: string, { quietPaths = [] }: { quietPaths?: string[] } = {}): DynamicModule {
    const logging = { app, quietPaths: ['/health', '/metrics', ...quietPaths] };
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRootAsync({
          providers: [loggingConfig],
          inject: [LoggingConfig],
          useFactory: (config: LoggingConfig) => params(logging, config),
        }),
      ],
      providers: [AppLogger],
      exports: [AppLogger],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(scopeRequest).forRoutes('{*path}');
  }
}

export function useLogging(app: INestApplicationContext): void {
  app.useLogger(app.get(AppLogger));
}

async function params(logging: AppLogging, config: LoggingConfig): Promise<Params> {
  const options = pinoOptions(logging, config);
  const stream = config.isPretty(process.stdout.isTTY) ? await prettyStream() : undefined;
  return {
    pinoHttp: stream ? [options, stream] : options,
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
