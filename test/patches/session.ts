/** What a throwing event handler and a state change during the disconnect do to the process that hosts the session. */
import { voice } from '@livekit/agents';
import type { Room } from '@livekit/rtc-node';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { happens, report } from './probe.ts';

function textSession(): voice.AgentSession {
  return new voice.AgentSession({
    llm: new voice.testing.FakeLLM([{ input: 'hello', content: 'Hello to you.' }]),
    vad: null,
    turnHandling: { turnDetection: null },
    userAwayTimeout: null,
  });
}

async function throwInHandler() {
  const session = textSession();
  await session.start({ agent: new voice.Agent({ instructions: 'Be kind.' }) });
  let thrown = 0;
  session.on(voice.AgentSessionEventTypes.ConversationItemAdded, () => {
    thrown += 1;
    throw new Error('a handler of ours is broken');
  });
  session.say('Good morning.');
  await happens(() => thrown === 1, 1_000);
  session.generateReply({ userInput: 'hello' });
  await happens(() => thrown >= 2, 1_000);
  await happens(() => session.agentState === 'listening', 1_000);
  return { thrown };
}

/** The room is a stand-in: only what the handler asks of it. */
async function changeStateWhileLeaving(connectedAfterwards: boolean) {
  const session = textSession();
  const room = {
    isConnected: true,
    localParticipant: {
      setAttributes: () => {
        room.isConnected = connectedAfterwards;
        return Promise.reject(new Error('the room has gone'));
      },
    },
  };
  const io = new voice.RoomIO({ agentSession: session, room: room as unknown as Room });
  let logged = 0;
  Reflect.set(io, 'logger', { error: () => (logged += 1) });
  (Reflect.get(io, 'onAgentStateChanged') as (event: { newState: string }) => void)({ newState: 'listening' });
  await nextTurn();
  return { logged };
}

const verdict = {
  handlers: await throwInHandler(),
  leaving: await changeStateWhileLeaving(false),
  staying: await changeStateWhileLeaving(true),
};
export type Verdict = typeof verdict;
report(verdict);
