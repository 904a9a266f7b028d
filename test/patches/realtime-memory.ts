/** A realtime talk of two minutes, as fast as the machine goes: what it keeps while it lasts and after it. */
import { alive, collectGarbage, happens, happensAfterGarbage, heapMegabytes, report, silence, until } from './probe.ts';
import { RealtimeServer } from './realtime-server.ts';
import { Talk } from './talk.ts';

const server = await RealtimeServer.listen();
server.turnEverySeconds = 4.5;

const frames: WeakRef<WeakKey>[] = [];

async function speak(talk: Talk, seconds: number): Promise<void> {
  const target = server.heardBytes + seconds * 48_000;
  for (let i = 0; i < seconds * 100; i++) {
    const frame = silence();
    frames.push(new WeakRef(frame));
    await talk.microphone.push(frame);
  }
  await until('the model has heard everything', () => server.heardBytes >= target);
}

async function converse(talk: Talk, turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) {
    const answers = talk.answers;
    await speak(talk, 4.5);
    await until('the agent has answered', () => talk.answers > answers && talk.session.agentState === 'listening');
  }
}

interface Kept {
  framesFed: number;
  framesKept: number;
  megabytesPerMinute: number;
}

/** The talk is known in here only, so that afterwards nobody but the framework can be holding it. */
async function talkAndLeave(): Promise<Kept & { left: WeakRef<WeakKey>[] }> {
  const talk = new Talk({ baseURL: server.baseURL });
  await talk.start();
  await converse(talk, 14);
  frames.length = 0;
  const before = await heapMegabytes();
  await converse(talk, 20);
  await collectGarbage();
  const framesFed = frames.length;
  const framesKept = alive(frames);
  frames.length = 0;
  const megabytesPerMinute = ((await heapMegabytes()) - before) / 1.5;
  await Promise.race([talk.session.close(), happens(() => false, 4_000)]);
  return { framesFed, framesKept, megabytesPerMinute, left: [new WeakRef(talk.session), new WeakRef(talk.agent)] };
}

const { left, ...kept } = await talkAndLeave();
const socketsGone = await happens(() => server.openSockets === 0, 1_000);
// Timers of up to two seconds, which cancelled nothing, still know the talk through their async context.
const talkGone = await happensAfterGarbage(() => alive(left) === 0, 4_000);
await server.close();
const verdict = { ...kept, socketsGone, talkGone };
export type Verdict = typeof verdict;
report(verdict);
