import { SpeechFailed, SpeechOverloaded, SpeechTimedOut } from './speech.errors.js';
import { ThreadPool } from './thread-pool.js';
import type { ThreadPoolOptions } from './thread-pool.js';

interface Task {
  do: 'answer' | 'throw' | 'die' | 'hang';
  text?: string;
}

describe(ThreadPool.name, () => {
  const pools: ThreadPool<Task, string>[] = [];
  const open = (options: Partial<ThreadPoolOptions> = {}) => {
    const pool = new ThreadPool<Task, string>({
      work: 'testing/scripted-work',
      options: { greeting: 'hello' },
      threads: 2,
      maxWaiting: 8,
      deadlineMs: 20_000,
      ...options,
    });
    pools.push(pool);
    return pool;
  };

  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

  it('answers tasks in threads that were opened with its options', async () => {
    const pool = open();
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => pool.run({ do: 'answer', text })));
    expect(answers).toEqual(['hello a', 'hello b', 'hello c', 'hello d']);
  });

  it('hands a task its own error', async () => {
    const pool = open({ threads: 1 });
    await expect(pool.run({ do: 'throw', text: 'bad sound' })).rejects.toThrow(/bad sound/);
    await expect(pool.run({ do: 'answer', text: 'a' })).resolves.toBe('hello a');
  });

  it('loses only the task under way when a thread dies, and replaces the thread', async () => {
    const pool = open({ threads: 1 });
    const dying = pool.run({ do: 'die' });
    const next = pool.run({ do: 'answer', text: 'b' });
    await expect(dying).rejects.toThrow(SpeechFailed);
    await expect(next).resolves.toBe('hello b');
  });

  it('gives up a task at its deadline and frees the thread', async () => {
    const pool = open({ threads: 1, deadlineMs: 3_000 });
    await pool.run({ do: 'answer' });
    await expect(pool.run({ do: 'hang' })).rejects.toThrow(SpeechTimedOut);
    await expect(pool.run({ do: 'answer', text: 'c' })).resolves.toBe('hello c');
  });

  it('refuses more than may wait', async () => {
    const pool = open({ threads: 1, maxWaiting: 1 });
    const running = pool.run({ do: 'answer', text: '1' });
    const waiting = pool.run({ do: 'answer', text: '2' });
    await expect(pool.run({ do: 'answer', text: '3' })).rejects.toThrow(SpeechOverloaded);
    await expect(Promise.all([running, waiting])).resolves.toHaveLength(2);
  });

  it('drops a waiting task when its caller no longer wants it', async () => {
    const pool = open({ threads: 1 });
    const running = pool.run({ do: 'answer', text: '1' });
    const caller = new AbortController();
    const unwanted = pool.run({ do: 'die' }, caller.signal);
    caller.abort(new Error('hung up'));
    await expect(unwanted).rejects.toThrow('hung up');
    await expect(running).resolves.toBe('hello 1');
    await expect(pool.run({ do: 'answer', text: '2' })).resolves.toBe('hello 2');
  });

  it('ends what it was doing when it is closed', async () => {
    const pool = open();
    const hanging = pool.run({ do: 'hang' });
    const closed = expect(hanging).rejects.toThrow(SpeechFailed);
    await pool.close();
    await closed;
    await expect(pool.run({ do: 'answer' })).rejects.toThrow(SpeechFailed);
  });
});
