import { Global, Logger, Module } from '@nestjs/common';
import type {
  DynamicModule,
  MiddlewareConsumer,
  NestModule,
  OnApplicationShutdown,
  OnModuleInit,
} from '@nestjs/common';
import { failedRequests } from './failed-requests.js';
import { FaultReports, NoFaultReports } from './fault-reports.js';
import { FaultsConfig, faultsConfig } from './faults.config.js';

/** Reports what the log calls an error, and requests that failed, to who names a Sentry. `AppLogger` does the first. */
@Global()
@Module({})
export class FaultsModule implements NestModule, OnModuleInit, OnApplicationShutdown {
  static forApp(app: string): DynamicModule {
    return {
      module: FaultsModule,
      providers: [
        faultsConfig,
        {
          provide: FaultReports,
          inject: [FaultsConfig],
          useFactory: (config: FaultsConfig) => openReports(app, config),
        },
      ],
      exports: [FaultReports],
    };
  }

  private readonly logger = new Logger(FaultsModule.name);

  constructor(private readonly reports: FaultReports) {}

  configure(consumer: MiddlewareConsumer): void {
    if (this.reports.wanted) consumer.apply(failedRequests(this.reports)).forRoutes('/');
  }

  onModuleInit(): void {
    if (this.reports.wanted) process.on('uncaughtException', this.onUncaught);
  }

  async onApplicationShutdown(): Promise<void> {
    process.off('uncaughtException', this.onUncaught);
    await this.reports.close();
  }

  /** The process ends as it would without us, but only after its last words are out; unless somebody else looks after that. */
  private readonly onUncaught = (error: Error): void => {
    if (process.listenerCount('uncaughtException') > 1) return;
    this.logger.fatal('uncaught exception: this process ends', { err: error });
    void this.reports.close().finally(() => process.exit(1));
  };
}

/** Sentry is loaded only when somebody wants it: it costs 40 MB. */
async function openReports(app: string, { dsn, environment }: FaultsConfig): Promise<FaultReports> {
  if (dsn === undefined) return new NoFaultReports();
  const { SentryFaultReports } = await import('./sentry-fault-reports.js');
  return new SentryFaultReports(app, { dsn, environment });
}
