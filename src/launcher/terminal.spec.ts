import { Terminal } from './terminal.ts';
import { together } from './together.ts';

describe(Terminal.name, () => {
  function screen(isTTY: boolean) {
    const written: string[] = [];
    const write = (text: string) => written.push(text) > 0;
    return { terminal: new Terminal({ write, on: () => undefined, isTTY, columns: 40 }), written };
  }

  it('rewrites one line in a terminal, below what is said meanwhile', async () => {
    const { terminal, written } = screen(true);
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = terminal.during('building', promise);
    terminal.fact('api', 'ready');
    resolve();
    await waiting;
    expect(written).toEqual([
      '  building … 0 s',
      '\r\x1b[2K',
      '  api        ready\n',
      '  building … 0 s',
      '\r\x1b[2K',
    ]);
  });

  it('cuts what would run over the edge and could not be erased', async () => {
    const { terminal, written } = screen(true);
    await terminal.during('x'.repeat(100), Promise.resolve());
    expect(written[0]).toHaveLength(39);
  });

  it('writes whole lines into a log, and names all that is waited for', async () => {
    const { terminal, written } = screen(false);
    await Promise.all([
      terminal.during('building', Promise.resolve()),
      terminal.during(() => 'pulling', Promise.resolve()),
    ]);
    terminal.line('done');
    expect(written).toEqual(['  building … 0 s\n', '  building … 0 s, pulling … 0 s\n', 'done\n']);
  });
});

describe(together.name, () => {
  const never = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new Error('stopped'))),
    );

  it('gives both results', async () => {
    const { signal } = new AbortController();
    expect(
      await together(
        signal,
        () => Promise.resolve(1),
        () => Promise.resolve('a'),
      ),
    ).toEqual([1, 'a']);
  });

  it('stops one when the other fails, and throws what made it fail', async () => {
    const { signal } = new AbortController();
    const failing = () => Promise.reject(new Error('does not compile'));
    await expect(together(signal, never, failing)).rejects.toThrow('does not compile');
    await expect(together(signal, failing, never)).rejects.toThrow('does not compile');
  });

  it('stops both when the run ends', async () => {
    const ending = new AbortController();
    const both = together(ending.signal, never, never);
    ending.abort();
    await expect(both).rejects.toThrow('stopped');
  });
});
