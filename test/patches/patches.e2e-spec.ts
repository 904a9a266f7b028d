import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Verdict as InferenceSttMemory } from './inference-stt-memory.ts';
import type { Verdict as RealtimeFaults } from './realtime-faults.ts';
import type { Verdict as RealtimeInput } from './realtime-input.ts';
import type { Verdict as RealtimeMemory } from './realtime-memory.ts';
import type { Verdict as RtcLog } from './rtc-log.ts';
import type { Verdict as Session } from './session.ts';
import type { Verdict as Streams } from './streams.ts';
import type { Verdict as Stt } from './stt.ts';
import type { Verdict as Tts } from './tts.ts';

/**
 * What patches/*.patch is for. Each script runs in a process of its own, because native modules and weak references do not
 * get on with Jest's modules. To see a patch missed: `npx patch-package --reverse`, run this, `npx patch-package`.
 */
async function run<Verdict>(script: string): Promise<Verdict & { strays: string[] }> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', join(import.meta.dirname, script)],
    { timeout: 60_000, env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' } },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Verdict & { strays: string[] };
}

const FAILED_FOR_GOOD = [true, true, true, false];

describe('the streams under a talk', () => {
  it('let go of what was read, pass bytes in one copy and end without a stray rejection', async () => {
    const { readStream, readOn, byteStream, strays } = await run<Streams>('streams.ts');

    expect(readStream.read).toBe(readStream.of);
    expect(readStream.kept).toBeLessThan(10);
    expect(readOn.next).toBe('second');
    expect(byteStream).toMatchObject({ frames: 200, intact: true, ownBuffers: true });
    expect(byteStream.milliseconds).toBeLessThan(100);
    expect(strays).toEqual([]);
  });
});

describe('a realtime talk', () => {
  it('keeps no audio while it lasts and nothing at all after it', async () => {
    const verdict = await run<RealtimeMemory>('realtime-memory.ts');

    expect(verdict.framesFed).toBe(9_000);
    expect(verdict.framesKept).toBeLessThan(10);
    expect(verdict.megabytesPerMinute).toBeLessThan(1);
    expect(verdict).toMatchObject({ socketsGone: true, talkGone: true, strays: [] });
  });

  it('sends the microphone in messages of the length it was asked for, every sample of it', async () => {
    const { unset, forty, twenty } = await run<RealtimeInput>('realtime-input.ts');

    expect(unset).toEqual({ messages: 10, intact: true });
    expect(forty).toEqual({ messages: 25, intact: true });
    expect(twenty).toEqual({ messages: 50, intact: true });
  });

  describe('with a provider on a bad day', () => {
    let verdict: RealtimeFaults & { strays: string[] };

    beforeAll(async () => {
      verdict = await run<RealtimeFaults>('realtime-faults.ts');
    });

    it('tells of a refused connection and ends after the last try', () => {
      const ended = { closeReason: 'error', socketsGone: true, recoverable: FAILED_FOR_GOOD };

      expect(verdict.refused).toEqual({ ...ended, attempts: 0 });
      expect(verdict.unavailable).toEqual({ ...ended, attempts: 4 });
      expect(verdict.closedAtOnce).toEqual({ ...ended, attempts: 4 });
      expect(verdict.hangs).toEqual({ ...ended, attempts: 4 });
    });

    it('does not try a wrong key twice', () => {
      expect(verdict.unauthorized).toEqual({
        attempts: 1,
        recoverable: [false],
        closeReason: 'error',
        socketsGone: true,
      });
    });

    it('goes on after a dropped socket, from the first event on', () => {
      expect(verdict.drop).toEqual({ answeredBefore: true, answeredAfter: true, recoverable: [true] });
    });

    it('survives an event that cannot be read', () => {
      expect(verdict.garbled).toEqual({ answeredBefore: true, answeredAfter: true });
    });

    it('leaves its connections to a dialler, without an error and without saying anything twice', () => {
      const { dialled } = verdict;
      expect(dialled).toEqual({ answeredBefore: true, saidAgain: false, answeredAfter: true, errors: 0 });
    });

    it('greets once when the first connection is refused and the second is not', () => {
      expect(verdict.greeting.greetings).toBe(1);
    });

    it('can be closed while it connects', () => {
      expect(verdict.closeWhileConnecting).toEqual({ socketsGone: true, attempts: 1 });
    });

    it('leaves the process and its other talks alone', () => {
      expect(verdict.healthyAnswers).toBe(true);
      expect(verdict.strays).toEqual([]);
    });
  });
});

describe('speech recognition', () => {
  it('keeps no frame that the hosted recognition was sent', async () => {
    const { kept, of } = await run<InferenceSttMemory>('inference-stt-memory.ts');

    expect(of).toBe(3_000);
    expect(kept).toBeLessThan(10);
  });

  describe('whose socket drops', () => {
    let verdict: Stt;

    beforeAll(async () => {
      verdict = await run<Stt>('stt.ts');
    });

    it('says so each time and counts only failures that follow each other', () => {
      expect(verdict.idleRecycles).toEqual({ attempts: 7, recoverable: Array<boolean>(6).fill(true) });
      expect(verdict.quickFailures).toEqual({ attempts: 4, recoverable: FAILED_FOR_GOOD });
      expect(verdict.withoutListener).toEqual({ attempts: 4, recoverable: [] });
    });

    it('hears on through a new one, in order, and gives up when there is none', () => {
      expect(verdict.drop).toEqual({
        connections: 2,
        after: { share: 1, inOrder: true, recoverable: [true] },
        recoverable: FAILED_FOR_GOOD,
      });
    });
  });
});

describe('speech synthesis', () => {
  let verdict: Tts & { strays: string[] };

  beforeAll(async () => {
    verdict = await run<Tts>('tts.ts');
  });

  it('tells of a failure once and rejects nothing that nobody awaits', () => {
    const failed = { samples: 0, ended: true, errors: [false], strays: 0 };

    expect(verdict.refused).toEqual({ ...failed, requests: 0 });
    expect(verdict.unauthorized).toEqual({ ...failed, requests: 1 });
    expect(verdict.anyFailure).toEqual({ errors: 1, strays: 0 });
  });

  it('really asks again', () => {
    expect(verdict.secondTry).toEqual({ requests: 2, samples: 12_000, ended: true, errors: [], strays: 0 });
  });

  it('takes being cut off for what it is', () => {
    expect(verdict.abortedAtOnce).toMatchObject({ ended: true, errors: [], strays: 0 });
    expect(verdict.abortedInFlight).toMatchObject({ ended: true, errors: [], strays: 0 });
  });

  it('reports every sentence once', () => {
    expect(verdict.sentences).toEqual({ metrics: 2, characters: 75, samples: 24_000 });
  });
});

describe('a session', () => {
  it('keeps a throwing handler and a state change during the disconnect to itself', async () => {
    const { handlers, leaving, staying, strays } = await run<Session>('session.ts');

    expect(handlers.thrown).toBe(2);
    expect(strays).toEqual([]);
    expect(leaving.logged).toBe(0);
    expect(staying.logged).toBe(1);
  });
});

describe('rtc-node', () => {
  it('does not log every stream that nobody asked for', async () => {
    expect(await run<RtcLog>('rtc-log.ts')).toEqual({ level: 'info' });
  });
});
