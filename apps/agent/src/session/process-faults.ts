import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { SessionHost } from './session-host.js';
import { currentScope } from './session-scope.js';

/** A rejection nobody waited for costs a session nothing at first; this many and its state cannot be trusted. */
const REJECTIONS_PER_SESSION = 3;

/**
 * Faults that nothing caught. One that belongs to a session ends that session; the process takes no more and is replaced when
 * the others are done, because what an uncaught exception leaves behind is unknown.
 */
@Injectable()
export class ProcessFaults implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(ProcessFaults.name);
  private readonly rejections = new Map<string, number>();

  constructor(private readonly host: SessionHost) {}

  onModuleInit(): void {
    process.on('uncaughtException', this.onException);
    process.on('unhandledRejection', this.onRejection);
  }

  onApplicationShutdown(): void {
    process.off('uncaughtException', this.onException);
    process.off('unhandledRejection', this.onRejection);
  }

  private readonly onException = (error: Error): void => {
    const scope = currentScope();
    this.logger.error('uncaught exception: this process will be replaced', {
      err: error,
      sessionId: scope?.sessionId,
    });
    scope?.fail(error);
    this.host.drain();
    // Nest's shutdown finishes the talks that are left, within the grace time.
    process.kill(process.pid, 'SIGTERM');
  };

  private readonly onRejection = (reason: unknown): void => {
    const scope = currentScope();
    if (scope?.isOver()) {
      this.logger.debug('left behind by a session', { err: reason, sessionId: scope.sessionId });
      return;
    }
    this.logger.error('unhandled rejection', { err: reason ?? 'no reason', sessionId: scope?.sessionId });
    if (!scope) return;
    const count = (this.rejections.get(scope.sessionId) ?? 0) + 1;
    this.rejections.set(scope.sessionId, count);
    if (count < REJECTIONS_PER_SESSION) return;
    this.rejections.delete(scope.sessionId);
    scope.fail(reason);
  };
}
