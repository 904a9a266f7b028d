export { AppLogger } from './app-logger.js';
export { LoggingModule, useLogging } from './logging.module.js';
export { LoggingConfig, loggingConfig } from './logging.config.js';
export { maskSecrets } from './mask-secrets.js';
export { MetricsController } from './metrics.controller.js';
export { MetricsModule } from './metrics.module.js';
export { RequestLog } from './request-log.js';
export type { RequestFields } from './request-log.js';
