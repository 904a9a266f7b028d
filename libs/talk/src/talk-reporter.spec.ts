import { jest } from '@jest/globals';
import { llm, voice } from '@livekit/agents';
import type { EventPayload, EventType } from '#conversation';
import { prepareFramework } from './framework.js';
import { TalkAgent } from './talk-agent.js';
import { TalkReporter } from './talk-reporter.js';

/** A mouth that plays nothing. */
class SilentMouth extends voice.AudioOutput {
  clearBuffer(): void {
    // Nothing is ever in it.
  }
}

prepareFramework();

function reported() {
  const told: { type: EventType; payload: EventPayload }[] = [];
  const shown: string[] = [];
  const session = new voice.AgentSession({ vad: null });
  const agent = new TalkAgent({ instructions: '', chatCtx: llm.ChatContext.empty(), tools: [] });
  const mouth = new SilentMouth(24_000);
  const reporter = new TalkReporter({
    session,
    agent,
    mouth,
    door: {
      show: ({ text }) => shown.push(text),
      showInterim: (text) => shown.push(`${text} …`),
      lastVoicedAt: () => undefined,
    },
    model: { vendor: 'openai', modelName: 'gpt-realtime' },
    personIdentity: 'user-1',
    report: (type, payload) => told.push({ type, payload }),
    over: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  const say = (role: 'user' | 'assistant', content: string, interrupted = false) => {
    const item = llm.ChatMessage.create({ role, content, interrupted });
    session.emit(voice.AgentSessionEventTypes.ConversationItemAdded, {
      type: 'conversation_item_added',
      item,
      createdAt: Date.now(),
    });
  };
  const answer = () => {
    const speechHandle = voice.SpeechHandle.create();
    session.emit(voice.AgentSessionEventTypes.SpeechCreated, {
      type: 'speech_created',
      userInitiated: false,
      source: 'tool_response',
      speechHandle,
      createdAt: Date.now(),
    });
    return speechHandle;
  };
  return { reporter, session, told, shown, say, answer };
}

describe(TalkReporter.name, () => {
  it('tells each finished turn once, and shows it', () => {
    const { told, shown, say } = reported();
    say('user', 'to bali please');
    say('assistant', 'Bali it is.');
    expect(told).toMatchObject([
      {
        type: 'message.added',
        payload: { role: 'user', text: 'to bali please', participant: 'user-1', source: 'speech' },
      },
      {
        type: 'message.added',
        payload: { role: 'agent', text: 'Bali it is.', interrupted: false, heardText: null },
      },
    ]);
    expect(shown).toEqual(['to bali please', 'Bali it is.']);
  });

  it('shows what the person is saying, and makes no event of it', () => {
    const { session, told, shown } = reported();
    for (const [transcript, isFinal] of [
      ['to bali', false],
      ['to bali please', true],
    ] as const) {
      session.emit(voice.AgentSessionEventTypes.UserInputTranscribed, {
        ...{ type: 'user_input_transcribed', transcript, isFinal, createdAt: Date.now() },
        ...{ itemId: null, speakerId: null, language: null },
      });
    }
    expect(shown).toEqual(['to bali …']);
    expect(told).toEqual([]);
  });

  it('tells typed turns from spoken ones', () => {
    const { reporter, told, say } = reported();
    reporter.typed('hello');
    say('user', 'hello');
    say('user', 'hello');
    expect(told.map(({ payload }) => payload)).toMatchObject([{ source: 'text' }, { source: 'speech' }]);
  });

  it('tells what was heard of an answer that was cut short', () => {
    const { told, say } = reported();
    say('assistant', 'I found', true);
    expect(told.map(({ type }) => type)).toEqual(['agent.interrupted', 'message.added']);
    expect(told[1]?.payload).toMatchObject({ interrupted: true, heardText: 'I found' });
  });

  it('does not leave the agent thinking after an answer without words', async () => {
    jest.useFakeTimers();
    try {
      const { session, answer } = reported();
      session._updateAgentState('thinking');
      const first = answer();
      const second = answer();
      first._markDone();
      await jest.advanceTimersByTimeAsync(2_000);
      expect(session.agentState).toBe('thinking');
      second._markDone();
      await jest.advanceTimersByTimeAsync(2_000);
      expect(session.agentState).toBe('listening');
    } finally {
      jest.useRealTimers();
    }
  });

  it('says nothing more once it is closed', () => {
    const { reporter, told, say } = reported();
    reporter.close();
    say('user', 'hello');
    expect(told).toEqual([]);
  });
});
