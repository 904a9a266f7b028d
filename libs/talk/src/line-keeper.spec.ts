import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { llm } from '@livekit/agents';
import { LinedModel, VendorFault, RealtimeLine, RealtimeRoutes } from '#providers/realtime';
import { routeTo } from '#providers/testing';
import { LineKeeper } from './line-keeper.js';

const DROPPED = new VendorFault('dropped');

describe(LineKeeper.name, () => {
  let did: string[];
  let reported: object[];
  let chatCtx: llm.ChatContext;
  let line: RealtimeLine;
  let model: LinedModel;
  let keeper: LineKeeper;
  let heard: PromiseWithResolvers<undefined>;

  beforeEach(() => {
    Logger.overrideLogger(false);
    jest.useFakeTimers();
    did = [];
    reported = [];
    chatCtx = llm.ChatContext.empty();
    heard = Promise.withResolvers();
    line = new RealtimeLine({
      routes: new RealtimeRoutes([routeTo('openai')]),
      inputChunkMs: 20,
      renewAfterMs: 1_000,
      open: () => Promise.reject(DROPPED),
    });
    model = new LinedModel({ apiKey: 'of nobody', model: 'gpt-realtime' }, line);
    keeper = new LineKeeper({
      sessionId: 'session-1',
      session: { generateReply: () => did.push('asked') },
      agent: { chatCtx },
      model: {
        model,
        vendor: 'openai',
        keyVariable: 'OPENAI_API_KEY',
        modelName: 'gpt-realtime',
        detectTurns: () => undefined,
      },
      started: () => Promise.resolve(),
      cutShort: () => did.push('cut short'),
      repeat: () => did.push('repeated'),
      release: () => did.push('released'),
      play: ({ text }) => {
        did.push(text);
        return heard.promise;
      },
      report: (type, payload) => reported.push({ type, ...payload }),
      over: (reason, detail) => did.push(`over: ${reason}, ${detail}`),
      onFault: (error) => {
        throw error;
      },
    });
  });
  afterEach(() => {
    keeper.close();
    jest.useRealTimers();
  });

  it('says after a while that a moment is needed, and later again', () => {
    keeper.down(DROPPED, undefined);
    jest.advanceTimersByTime(2_499);
    expect(did).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(did).toEqual(['One moment, please.']);
    keeper.down(DROPPED, undefined);
    jest.advanceTimersByTime(6_000);
    expect(did).toEqual(['One moment, please.', 'One moment, please.']);
    keeper.up(undefined);
    jest.advanceTimersByTime(60_000);
    expect(did).toEqual(['One moment, please.', 'One moment, please.', 'released']);
  });

  it('says so at once to who has been waiting already', () => {
    keeper.down(new VendorFault('stalled'), { instructed: false });
    jest.advanceTimersByTime(0);
    expect(did).toEqual(['cut short', 'One moment, please.']);
  });

  it('says so once to who waits for a slow answer, also when the line breaks over it', () => {
    keeper.late();
    expect(did).toEqual(['One moment, please.']);
    jest.advanceTimersByTime(3_600);
    keeper.down(new VendorFault('stalled'), undefined);
    jest.advanceTimersByTime(2_399);
    expect(did).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(did).toHaveLength(2);
  });

  it('is not put off by a line that comes and goes', () => {
    for (let i = 0; i < 3; i++) {
      keeper.down(DROPPED, undefined);
      jest.advanceTimersByTime(900);
      keeper.up(undefined);
    }
    expect(did).toEqual(['released', 'released', 'One moment, please.', 'released']);
    keeper.recovered(3_000);
    keeper.down(DROPPED, undefined);
    jest.advanceTimersByTime(2_499);
    expect(did).toHaveLength(4);
  });

  it('says nothing about a short break', () => {
    keeper.down(DROPPED, undefined);
    jest.advanceTimersByTime(300);
    keeper.up(undefined);
    jest.advanceTimersByTime(60_000);
    expect(did).toEqual(['released']);
  });

  it('asks once for the answer that is owed, and then for what was to be said meanwhile', () => {
    keeper.down(DROPPED, { instructed: false });
    keeper.up({ instructed: false });
    expect(did).toEqual(['cut short', 'cut short', 'asked', 'released']);
  });

  it('repeats words of ours that broke off', () => {
    keeper.up({ instructed: true });
    expect(did).toEqual(['cut short', 'repeated', 'released']);
  });

  it('apologises before it ends, and says which variable to look at', async () => {
    keeper.lost(new VendorFault('key_refused', 401));
    await jest.advanceTimersByTimeAsync(0);
    expect(did).toEqual(['cut short', expect.stringMatching(/^I am sorry/)]);
    heard.resolve(undefined);
    await jest.advanceTimersByTimeAsync(0);
    expect(did.at(-1)).toBe('over: provider_failed, openai: key_refused 401: check OPENAI_API_KEY');
  });

  it('ends though nobody is there to hear the apology', async () => {
    keeper.lost(DROPPED);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(did.at(-1)).toBe('over: provider_failed, openai gpt-realtime: dropped');
  });

  it('tells what happened', () => {
    keeper.down(DROPPED, undefined);
    keeper.recovered(300);
    const who = { kind: 'realtime', vendor: 'openai' };
    expect(reported).toEqual([
      { type: 'provider.failed', ...who, recoverable: true, reason: 'dropped' },
      { type: 'provider.recovered', ...who, afterMs: 300 },
    ]);
  });

  it('tells a new connection of the talk, but not of the answer that is to be given anew', () => {
    chatCtx.addMessage({ role: 'user', content: 'to bali please' });
    chatCtx.addMessage({ role: 'assistant', content: 'Bali is', interrupted: true });
    const told = () =>
      model.recollection?.().items.map((item) => item.type === 'message' && item.textContent);
    expect(told()).toEqual(['to bali please', 'Bali is']);
    line.asked({ type: 'response.create' });
    expect(told()).toEqual(['to bali please']);
  });
});
