import { provideConfig } from '#config';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';

/** Pino's levels, and the names other worlds have for them: Python's, Nest's. */
const LEVELS: Record<string, string> = {
  trace: 'trace',
  verbose: 'trace',
  notset: 'trace',
  debug: 'debug',
  info: 'info',
  log: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  fatal: 'fatal',
  critical: 'fatal',
  silent: 'silent',
  off: 'silent',
};
const LEVEL_NAMES = Object.keys(LEVELS);

export class LoggingConfig {
  @IsString()
  @Matches(new RegExp(`^(${LEVEL_NAMES.join('|')})$`, 'i'), {
    message: `must be one of ${LEVEL_NAMES.join(', ')}`,
  })
  level: string = 'info';

  /** Unset: pretty in a terminal, JSON elsewhere and in production. */
  @IsOptional()
  @IsIn(['json', 'pretty'])
  format?: string;

  @IsString()
  environment: string = 'development';

  get pinoLevel(): string {
    return LEVELS[this.level.toLowerCase()] ?? 'info';
  }

  isPretty(inTerminal: boolean): boolean {
    if (this.format) return this.format === 'pretty';
    return inTerminal && this.environment !== 'production';
  }
}

export const loggingConfig = provideConfig(LoggingConfig, {
  level: 'LOG_LEVEL',
  format: 'LOG_FORMAT',
  environment: 'NODE_ENV',
});
