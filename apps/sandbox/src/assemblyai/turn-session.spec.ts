import { jest } from '@jest/globals';
import { VendorFaults } from '../control/vendor-faults.js';
import { stretchOf, ToldEar } from '../speech/testing/told-ear.js';
import { readTurnOptions } from './turn-options.js';
import { TurnSession } from './turn-session.js';
import type { AssemblyAiEvent } from './turn-session.js';

describe(TurnSession.name, () => {
  let events: AssemblyAiEvent[];
  let hungUp: number[];
  let ear: ToldEar;
  let session: TurnSession;

  beforeEach(() => {
    jest.useFakeTimers();
    events = [];
    hungUp = [];
  });
  afterEach(() => {
    session.close();
    jest.useRealTimers();
  });

  const open = (query = '') => {
    session = new TurnSession({
      options: readTurnOptions(new URLSearchParams(query)),
      ears: { open: ({ rate }, listener) => (ear = new ToldEar(listener, rate)) },
      faults: new VendorFaults('assemblyai'),
      send: (event) => events.push(event),
      hangUp: (code) => hungUp.push(code),
      onReceived: () => undefined,
    });
    return session;
  };

  it('lasts three hours, or as long as its token says', () => {
    open('max_session_duration_seconds=60').open();
    const [begin] = events;
    expect(begin?.expires_at).toBe(Math.floor((Date.now() + 60_000) / 1_000));
    jest.advanceTimersByTime(60_000);
    expect(events.at(-1)).toMatchObject({ type: 'Error', error_code: 3008 });
    expect(hungUp).toEqual([3008]);
  });

  it('ends a client that is silent for longer than it asked for', () => {
    open('inactivity_timeout=5');
    jest.advanceTimersByTime(4_000);
    session.message('{"type":"KeepAlive"}');
    jest.advanceTimersByTime(4_000);
    expect(hungUp).toEqual([]);
    jest.advanceTimersByTime(1_000);
    expect(hungUp).toEqual([3005]);
  });

  it('tells the older models turns twice where they are to be written out', () => {
    open('format_turns=true').final(stretchOf('yes please'));
    session.final(stretchOf('goodbye tara'));
    expect(
      events.map(({ turn_order, turn_is_formatted, transcript }) => [
        turn_order,
        turn_is_formatted,
        transcript,
      ]),
    ).toEqual([
      [0, false, 'yes please'],
      [0, true, 'Yes please.'],
      [1, false, 'goodbye tara'],
      [1, true, 'Goodbye tara.'],
    ]);
  });

  it('hands on the silences, the defaults being those of the model', () => {
    expect(readTurnOptions(new URLSearchParams())).toMatchObject({
      minTurnSilenceMs: 400,
      maxTurnSilenceMs: 1_280,
    });
    expect(readTurnOptions(new URLSearchParams('speech_model=u3-rt-pro'))).toMatchObject({
      minTurnSilenceMs: 100,
    });
    open().message('{"type":"UpdateConfiguration","min_turn_silence":160}');
    expect(ear.asked).toEqual(['wait 160 1280']);
  });

  it('hears nothing after it has failed', () => {
    open().message('not JSON');
    session.message('{"type":"ForceEndpoint"}');
    session.sound(Buffer.alloc(3_200));
    expect(hungUp).toEqual([3006]);
    expect(ear.asked).toEqual([]);
    expect(ear.endMs).toBe(0);
  });
});
