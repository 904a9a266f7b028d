import { Watch } from './watch.ts';

describe(Watch.name, () => {
  const never = new AbortController().signal;

  it('gives what it was asked for as soon as something changed', async () => {
    const watch = new Watch();
    const sounds: string[] = [];
    const heard = watch.until('a sound', () => sounds[0], 1_000, never);
    sounds.push('hello');
    watch.changed();
    await expect(heard).resolves.toBe('hello');
  });

  it('says what did not come, and after how long', async () => {
    const watch = new Watch();
    await expect(watch.until('an answer', () => undefined, 10, never)).rejects.toThrow(
      'Waited 0.01 s for an answer: it did not come.',
    );
  });

  it('ends with its signal, also when that came first', async () => {
    const watch = new Watch();
    const controller = new AbortController();
    const waiting = watch.until('an answer', () => undefined, 1_000, controller.signal);
    controller.abort(new Error('Stopped.'));
    await expect(waiting).rejects.toThrow('Stopped.');
    await expect(watch.until('more', () => 1, 1_000, controller.signal)).rejects.toThrow('Stopped.');
  });

  it('passes on why it cannot come any more', async () => {
    const watch = new Watch();
    const gone = () => {
      throw new Error('The talk ended.');
    };
    await expect(watch.until('an answer', gone, 1_000, never)).rejects.toThrow('The talk ended.');
  });
});
