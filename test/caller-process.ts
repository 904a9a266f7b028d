// Callers live in a process of their own: their microphones must not wait for the tests, and LiveKit's native client not for Jest.
import { readFile } from 'node:fs/promises';
import { dispose } from '../src/call/livekit.ts';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { AgentWish } from '../src/call/parley-api.ts';
import { Talk } from '../src/call/talk.ts';
import { Voice } from '../src/call/voice.ts';
import type { VoiceName } from '../src/call/voice.ts';
import { readWav } from '../src/call/wav.ts';

const ANSWER_TIMEOUT_MS = 40_000;

/** What a test may ask of a talk: see callers.ts. */
const orders = {
  greeting: (talk: Talk) => talk.greeting(),
  turn: (talk: Talk, text: string) => talk.turn(text),
  typedTurn: (talk: Talk, text: string) => talk.typedTurn(text),
  /** Says it and waits for nothing. */
  say: (talk: Talk, text: string) => talk.caller.say(text),
  /** A sound that is no word. */
  burst: (talk: Talk, ms: number) => talk.caller.burst(ms),
  /** What a WAV of 24 kHz holds is heard where the caller is from now on, again and again. */
  async moveTo({ caller: { microphone } }: Talk, wav: string) {
    microphone.moveTo(await soundOf(wav));
  },
  /** What a WAV of 24 kHz holds; its words end there. Returns when they have. */
  async play(talk: Talk, wav: string, endMs: number) {
    return talk.caller.play(await soundOf(wav), endMs);
  },
  /** When the caller spoke last, in milliseconds since 1970. */
  lastSaid: (talk: Talk) => Promise.resolve(talk.caller.lastSaid),
  type: (talk: Talk, text: string) => talk.caller.type(text),
  /** Hears the answer to its end and asks nobody what was kept of it. */
  hear: (talk: Talk) => talk.caller.waitForAnswer(ANSWER_TIMEOUT_MS),
  /** Where the agent's voice was since the caller's last word, in milliseconds since 1970. */
  heardSpans: ({ caller: { ear } }: Talk) =>
    Promise.resolve(
      ear.spans.map(({ fromMs, toMs }) => ({
        from: performance.timeOrigin + fromMs,
        to: performance.timeOrigin + toMs,
      })),
    ),
  waitForEnd: (talk: Talk, timeoutMs: number) => talk.caller.waitForEnd(timeoutMs),
  /** What the room showed to the caller. */
  seen({ caller: { ear, data, transcripts, microphone, departures } }: Talk) {
    return Promise.resolve({
      sounds: [...ear.sources].map(([identity, { played }]) => ({ identity, played })),
      dataFrom: [...data.senders],
      voicesAtOnce: ear.voices.atOnce.map(({ atMs, identities }) => ({
        at: performance.timeOrigin + atMs,
        identities,
      })),
      departures,
      lastSoundAt: performance.timeOrigin + ear.lastVoicedAtMs,
      robotCommands: data.robotCommands,
      appTranscripts: data.transcripts,
      transcripts: transcripts.list(),
      frames: microphone.frames,
      lateFrames: microphone.lateFrames,
    });
  },
  save: (talk: Talk, wav: string) => talk.caller.recording.save(wav),
  hangUp: (talk: Talk) => talk.caller.hangUp(),
  end: (talk: Talk) => talk.end(),
};

export type Orders = typeof orders;
export type TestMessage = { id: number; talk: number } & (
  | { kind: 'begin'; api: string; voice: VoiceName; wish: AgentWish }
  | { kind: 'enter'; url: string; token: string; voice: VoiceName }
  | { kind: 'join'; beside: number; identity: string; voice: VoiceName }
  | { kind: 'order'; name: keyof Orders; args: unknown[] }
  | { kind: 'close' }
);
export type Outcome = { id: number; result: unknown } | { id: number; problem: string };

const talks = new Map<number, Talk>();
const voices = new Map<VoiceName, Voice>();
const stop = new AbortController();

process.on('message', (message: TestMessage) => {
  const { id } = message;
  follow(message).then(
    (result) => process.send?.({ id, result } satisfies Outcome),
    (error: unknown) => process.send?.({ id, problem: String(error) } satisfies Outcome),
  );
});
// Whoever gave the orders is gone.
process.on('disconnect', () => process.exit());

async function follow(message: TestMessage): Promise<unknown> {
  switch (message.kind) {
    case 'begin': {
      const { api, voice, wish } = message;
      const talk = await Talk.begin(new ParleyApi(api), {
        ...wish,
        voice: voiceOf(voice),
        signal: stop.signal,
      });
      talks.set(message.talk, talk);
      return talk.session;
    }
    case 'enter': {
      const { url, token, voice } = message;
      const talk = await Talk.elsewhere({ url, token, voice: voiceOf(voice), signal: stop.signal });
      talks.set(message.talk, talk);
      return talk.session;
    }
    case 'join': {
      const { identity, voice } = message;
      const host = talkOf(message.beside);
      const guest = await Talk.beside(host, { identity, voice: voiceOf(voice), signal: stop.signal });
      talks.set(message.talk, guest);
      return guest.session;
    }
    case 'order': {
      // The types of the arguments were checked where the order was given.
      const order = orders[message.name] as (talk: Talk, ...args: unknown[]) => Promise<unknown>;
      return order(talkOf(message.talk), ...message.args);
    }
    case 'close':
      return close();
  }
}

async function soundOf(wav: string): Promise<Int16Array> {
  const { channels } = readWav(await readFile(wav));
  return channels[0] ?? new Int16Array();
}

function talkOf(number: number): Talk {
  const talk = talks.get(number);
  if (!talk) throw new Error(`There is no talk ${number}.`);
  return talk;
}

function voiceOf(name: VoiceName): Voice {
  const voice = voices.get(name) ?? new Voice(name);
  voices.set(name, voice);
  return voice;
}

async function close(): Promise<void> {
  stop.abort(new Error('The callers were closed.'));
  await Promise.all([...talks.values()].map(({ caller }) => caller.hangUp()));
  await Promise.all([...voices.values()].map((voice) => voice.close()));
  await dispose();
}
