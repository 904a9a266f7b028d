import { BargeInJudge, isBackchannel } from './barge-in.js';
import type { BargeInOrder } from './barge-in.js';

const WINDOW_MS = 32;

describe(BargeInJudge.name, () => {
  let judge: BargeInJudge;
  let nowMs: number;
  let orders: [BargeInOrder, number][];

  const open = (minSpeechMs?: number) => {
    judge = new BargeInJudge({ language: 'en', ...(minSpeechMs !== undefined && { minSpeechMs }) });
    judge.begin();
  };
  const note = (order: BargeInOrder | undefined) => void (order && orders.push([order, nowMs]));
  const hear = (voiced: boolean, ms: number) => {
    for (const endMs = nowMs + ms; nowMs < endMs;) {
      nowMs += WINDOW_MS;
      note(judge.heard({ atMs: nowMs, voiced }));
    }
  };
  const say = (text: string) => note(judge.words(text));

  beforeEach(() => {
    nowMs = 0;
    orders = [];
    open();
  });

  it('falls silent after 64 ms of voice and goes on after 256 ms of quiet', () => {
    hear(true, 128);
    hear(false, 320);
    expect(orders).toEqual([
      ['pause', 64],
      ['resume', 384],
    ]);
  });

  it('does not notice a click', () => {
    hear(true, 32);
    hear(false, 32);
    hear(true, 32);
    hear(false, 512);
    expect(orders).toEqual([]);
  });

  it('stops for words', () => {
    hear(true, 256);
    say('wait');
    hear(true, 1_024);
    say('wait a moment');
    expect(orders).toEqual([
      ['pause', 64],
      ['stop', 256],
    ]);
  });

  it('believes words only with a voice behind them', () => {
    hear(true, 96);
    say('wait');
    hear(false, 256);
    expect(orders.map(([order]) => order)).toEqual(['pause', 'resume']);
  });

  it('stops for words that come late', () => {
    hear(true, 256);
    hear(false, 256);
    say('No.');
    expect(orders.map(([order]) => order)).toEqual(['pause', 'resume', 'stop']);
  });

  it('goes on when somebody only agrees', () => {
    hear(true, 416);
    say('Yeah, okay.');
    hear(false, 256);
    expect(orders.map(([order]) => order)).toEqual(['pause', 'resume']);
  });

  it('stops for whoever speaks on, words or none', () => {
    hear(true, 1_024);
    expect(orders).toEqual([
      ['pause', 64],
      ['stop', 800],
    ]);
  });

  it('lets somebody agree at length', () => {
    hear(true, 352);
    say('mm-hm yeah');
    hear(true, 800);
    hear(false, 256);
    expect(orders.map(([order]) => order)).toEqual(['pause', 'resume']);
  });

  it('does not add up what was said with a quiet between', () => {
    for (let i = 0; i < 4; i++) {
      hear(true, 288);
      hear(false, 288);
    }
    expect(orders.map(([order]) => order)).toEqual(Array(4).fill(['pause', 'resume']).flat());
  });

  it('waits for as much speech as the definition wants before it falls silent', () => {
    open(200);
    hear(true, 192);
    expect(orders).toEqual([]);
    hear(true, 32);
    expect(orders).toEqual([['pause', 224]]);
  });

  it('begins anew with what the agent says next', () => {
    hear(true, 256);
    say('wait');
    judge.begin();
    hear(true, 64);
    expect(orders.map(([order]) => order)).toEqual(['pause', 'stop', 'pause']);
  });
});

describe(isBackchannel.name, () => {
  it.each(['Mm-hm.', 'Uh-huh', 'Yeah.', 'Okay, right!', 'I see.', 'Oh, really?'])('knows %p', (text) => {
    expect(isBackchannel(text, 'en-US')).toBe(true);
  });

  it.each(['No.', 'Yeah but', 'Okay, stop.', 'wait', '', 'I'])('does not take %p for one', (text) => {
    expect(isBackchannel(text, 'en')).toBe(false);
  });

  it('knows none of a language without words', () => {
    expect(isBackchannel('ja', 'de')).toBe(false);
  });
});
