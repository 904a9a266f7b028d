import {
  defaultStackParser,
  LightNodeClient,
  linkedErrorsIntegration,
  makeNodeTransport,
  Scope,
} from '@sentry/node-core/light';
import type { ErrorEvent } from '@sentry/node-core/light';
import { maskSecrets } from '../mask-secrets.js';
import { FaultReports } from './fault-reports.js';
import type { Fault } from './fault-reports.js';

const CLOSE_DEADLINE_MS = 2_000;

/**
 * Reports faults to Sentry. A client of our own, without its instrumentation: that would hang itself into HTTP, the console and the
 * process, and collect what we do not want to send.
 */
export class SentryFaultReports extends FaultReports {
  readonly wanted = true;
  private readonly client: LightNodeClient;

  constructor(
    private readonly app: string,
    { dsn, environment }: { dsn: string; environment: string },
  ) {
    super();
    this.client = new LightNodeClient({
      dsn,
      environment,
      transport: makeNodeTransport, // holds 64 reports at most
      stackParser: defaultStackParser,
      integrations: [linkedErrorsIntegration()],
      sendClientReports: false,
      sendDefaultPii: false,
      beforeSend: withoutSecrets,
    });
    this.client.init();
  }

  report({ message, error, level, fields: { userId, ...fields } }: Fault): void {
    const scope = new Scope();
    scope.setClient(this.client);
    scope.setLevel(level);
    scope.setTags({ app: this.app, ...fields });
    if (userId !== undefined) scope.setUser({ id: userId });
    if (!error) {
      scope.captureMessage(message, level);
      return;
    }
    scope.setExtra('message', message);
    scope.captureException(error);
  }

  async close(): Promise<void> {
    await this.client.close(CLOSE_DEADLINE_MS);
  }
}

/** Errors of SDKs quote requests: their texts go through what the log goes through. */
function withoutSecrets(event: ErrorEvent): ErrorEvent {
  for (const exception of event.exception?.values ?? []) {
    if (exception.value !== undefined) exception.value = maskSecrets(exception.value);
  }
  if (event.message !== undefined) event.message = maskSecrets(event.message);
  return event;
}
