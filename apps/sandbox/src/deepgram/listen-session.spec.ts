import { jest } from '@jest/globals';
import { VendorFaults } from '../control/vendor-faults.js';
import { stretchOf, ToldEar } from '../speech/testing/told-ear.js';
import { readListenOptions } from './listen-options.js';
import { ListenSession } from './listen-session.js';
import type { DeepgramEvent } from './listen-session.js';

const RATE = 16_000;

describe(ListenSession.name, () => {
  let events: DeepgramEvent[];
  let hungUp: string[];
  let ear: ToldEar;
  let session: ListenSession;

  beforeEach(() => {
    jest.useFakeTimers();
    events = [];
    hungUp = [];
    session = open('interim_results=true&punctuate=true&vad_events=true&utterance_end_ms=1000');
  });
  afterEach(() => {
    session.close();
    jest.useRealTimers();
  });

  const open = (query: string) =>
    new ListenSession({
      options: readListenOptions(new URLSearchParams(`sample_rate=${RATE}&${query}`)),
      requestId: 'a-request',
      ears: { open: ({ rate }, listener) => (ear = new ToldEar(listener, rate)) },
      faults: new VendorFaults('deepgram'),
      send: (event) => events.push(event),
      hangUp: (code, reason) => hungUp.push(`${code} ${reason}`),
      onReceived: () => undefined,
    });
  const types = () => events.map(({ type }) => type);
  const sound = (ms: number) => session.sound(Buffer.alloc((ms * RATE * 2) / 1_000));

  it('ends a stream that sends nothing for ten seconds, and not one that keeps itself alive', () => {
    jest.advanceTimersByTime(9_000);
    session.message('{"type":"KeepAlive"}');
    jest.advanceTimersByTime(9_000);
    sound(20);
    jest.advanceTimersByTime(9_999);
    expect(hungUp).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(hungUp).toEqual([expect.stringMatching(/^1011 NET-0001/)]);
  });

  it('tells the end of an utterance after its silence, unless speech goes on', () => {
    sound(1_100);
    session.final(stretchOf('hello tara'), false);
    jest.advanceTimersByTime(899);
    expect(types()).toEqual(['Results']);
    jest.advanceTimersByTime(1);
    expect(events.at(-1)).toEqual({ type: 'UtteranceEnd', channel: [0, 1], last_word_end: 1 });
    session.final(stretchOf('yes please', 2_000), false);
    session.speechStarted(3_200);
    jest.advanceTimersByTime(9_000);
    expect(types().filter((type) => type === 'UtteranceEnd')).toHaveLength(1);
  });

  it('settles what is open before it says goodbye', async () => {
    sound(1_000);
    ear.open = stretchOf('yes please');
    session.message('{"type":"CloseStream"}');
    await jest.advanceTimersByTimeAsync(0);
    expect(types()).toEqual(['Results', 'Metadata']);
    expect(events[0]).toMatchObject({ is_final: true, from_finalize: true });
    expect(events[1]).toMatchObject({ duration: 1, request_id: 'a-request' });
    expect(hungUp).toEqual(['1000 ']);
  });

  it('says nothing to who has left', async () => {
    session.message('{"type":"CloseStream"}');
    session.close();
    await jest.advanceTimersByTimeAsync(20_000);
    expect(events).toEqual([]);
    expect(hungUp).toEqual([]);
    expect(ear.asked).toContain('close');
  });

  it('ends no utterance without endpointing', () => {
    session.close();
    session = open('endpointing=false');
    session.final(stretchOf('yes'), false);
    expect(events).toEqual([expect.objectContaining({ is_final: true, speech_final: false })]);
  });
});
