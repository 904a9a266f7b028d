import { Writable } from 'node:stream';
import { pino } from 'pino';
import { addLogFields, withLogFields } from './log-fields.js';
import { LoggingConfig } from './logging.config.js';
import { pinoOptions } from './pino-options.js';

type Line = Record<string, unknown>;

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';

function collector() {
  const lines: Line[] = [];
  const texts: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      texts.push(chunk.toString());
      lines.push(JSON.parse(chunk.toString()) as Line);
      done();
    },
  });
  return { lines, texts, stream };
}

function options(level = 'info') {
  const config = Object.assign(new LoggingConfig(), { level });
  return pinoOptions('api', config);
}

describe(pinoOptions.name, () => {
  it('writes one line an event, with the app, the time and the level in words', () => {
    const { lines, stream } = collector();
    pino(options(), stream).info({ sessionId: 's1' }, 'session opened');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'info', app: 'api', sessionId: 's1', msg: 'session opened' });
    expect(Date.parse(String(lines[0]?.time))).toBeGreaterThan(0);
  });

  it('keeps secrets out, whether in a field or in the text of an error', () => {
    const { lines, stream } = collector();
    const log = pino(options(), stream);
    log.warn(
      {
        ...{ token: 'abc', answer: { userToken: 'def' } },
        err: Object.assign(new Error(`invalid token: ${JWT}`), { apiKey: 'ghi' }),
      },
      'refused',
    );
    log.warn('called with Bearer abcdefghijkl and sk-proj-abcdefghijklmnop');
    const text = JSON.stringify(lines);
    for (const secret of ['abc', 'def', 'ghi', 'eyJ', 'abcdefghijkl', 'sk-proj'])
      expect(text).not.toContain(secret);
    expect(text).toContain('[jwt]');
  });

  it('says of every line of a scope what it belongs to, once, and of no other line', () => {
    const { lines, texts, stream } = collector();
    const log = pino(options(), stream);
    withLogFields({ sessionId: 's1', tenant: 't1' }, () => {
      addLogFields({ conversationId: 'c1' });
      log.info({ sessionId: 's1' }, 'in the scope');
      withLogFields({ sessionId: 's2' }, () => log.info('in another'));
    });
    log.info('outside');
    expect(lines[0]).toMatchObject({ sessionId: 's1', tenant: 't1', conversationId: 'c1' });
    expect(texts[0]?.match(/"sessionId"/g)).toHaveLength(1);
    expect(lines[1]).toMatchObject({ sessionId: 's2' });
    expect(lines[1]).not.toHaveProperty('tenant');
    expect(lines[2]).not.toHaveProperty('sessionId');
  });
});
