import { LoggingConfig, loggingConfig } from './logging.config.js';

function configured(fields: Partial<LoggingConfig>): LoggingConfig {
  return Object.assign(new LoggingConfig(), fields);
}

describe(LoggingConfig.name, () => {
  it.each([
    ['INFO', 'info'],
    ['Warning', 'warn'],
    ['CRITICAL', 'fatal'],
    ['verbose', 'trace'],
    ['silent', 'silent'],
  ])('reads the level %s as %s', (level, pinoLevel) => {
    expect(configured({ level }).pinoLevel).toBe(pinoLevel);
  });

  it('refuses a level nobody knows, naming the variable', () => {
    process.env.LOG_LEVEL = 'loud';
    try {
      expect(() => loggingConfig.useFactory()).toThrow('LOG_LEVEL: must be one of trace, verbose');
    } finally {
      delete process.env.LOG_LEVEL;
    }
  });

  it('is pretty in a terminal, JSON in production and elsewhere, or as it was asked for', () => {
    expect(configured({}).isPretty(true)).toBe(true);
    expect(configured({}).isPretty(false)).toBe(false);
    expect(configured({ environment: 'production' }).isPretty(true)).toBe(false);
    expect(configured({ environment: 'production', format: 'pretty' }).isPretty(false)).toBe(true);
    expect(configured({ format: 'json' }).isPretty(true)).toBe(false);
  });
});
