import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { readAppLine, readLiveKitLine } from './log-lines.ts';
import { PartLog } from './part-log.ts';
import type { LogLine } from './part-log.ts';

describe(PartLog.name, () => {
  let folder: string;
  let file: string;
  let shown: LogLine[];
  let log: PartLog;
  let output: PassThrough;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-log-'));
    file = join(folder, 'logs', 'api.log');
    shown = [];
    log = new PartLog(file, readAppLine('warn'), (line) => shown.push(line));
    output = new PassThrough();
    log.follow(output, 'stdout');
  });
  afterEach(() => {
    log.close();
    rmSync(folder, { recursive: true });
  });

  const print = (...lines: object[]) =>
    output.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

  it('keeps every line in the file and shows warnings and errors', () => {
    print({ level: 30, msg: 'session opened' }, { level: 40, msg: 'retrying' });
    print({ level: 50, msg: 'upstream failed', err: { message: '502' } });
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
    expect(shown).toEqual([
      { level: 'warn', text: 'retrying' },
      { level: 'error', text: 'upstream failed: 502' },
    ]);
  });

  it('puts lines together that arrive in pieces, inside a character too', () => {
    const line = Buffer.from(`${JSON.stringify({ level: 40, msg: 'señal' })}\n`);
    const middle = line.indexOf(0xc3) + 1;
    output.write(line.subarray(0, middle));
    expect(shown).toEqual([]);
    output.write(line.subarray(middle));
    expect(shown).toEqual([{ level: 'warn', text: 'señal' }]);
  });

  it('keeps a part in trouble from filling the screen', () => {
    print(...Array.from({ length: 500 }, () => ({ level: 50, msg: 'again' })));
    expect(shown).toHaveLength(21);
    expect(shown.at(-1)?.text).toContain(file);
  });

  it('starts a new file when one has grown', () => {
    const chunk = `${'x'.repeat(60_000)}\n`.repeat(10);
    for (let written = 0; written < 11_000_000; written += chunk.length) output.write(chunk);
    print({ level: 30, msg: 'the first line of the new file' });
    expect(statSync(`${file}.1`).size).toBeGreaterThan(10_000_000);
    expect(statSync(file).size).toBeLessThan(1_500_000);
  });

  it('shows a crash of an app and an error of LiveKit, not its warnings', () => {
    expect(readAppLine('warn')('Error: no such module', 'stderr')).toEqual({
      level: 'error',
      text: 'Error: no such module',
    });
    expect(readAppLine('warn')('plain words', 'stdout')).toBeUndefined();
    expect(readLiveKitLine('{"level":"warn","msg":"participant left"}', 'stderr')).toBeUndefined();
    expect(readLiveKitLine('{"level":"error","msg":"no port","error":"in use"}', 'stderr')?.text).toBe(
      'no port: in use',
    );
  });
});
