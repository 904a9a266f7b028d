import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { initializeLogger, stt } from '@livekit/agents';
import type { tts } from '@livekit/agents';
import * as cartesia from '@livekit/agents-plugin-cartesia';
import * as deepgram from '@livekit/agents-plugin-deepgram';
import * as elevenlabs from '@livekit/agents-plugin-elevenlabs';
import { AudioFrame } from '@livekit/rtc-node';

// What LiveKit's plugins make of the simulated vendors: a sentence is heard, and one is said by each voice. Prints what came as one
// JSON object. A program of its own, because native modules and Jest's module loader do not go together.
//
// node plugin-speech.ts <base URL> <file with the speech>   (PCM16 mono, 16 kHz)

export interface PluginSpeech {
  heard: { started: boolean; interims: number; final: string };
  said: Record<'deepgram' | 'cartesia' | 'elevenlabs', { audioMs: number; ended: boolean }>;
}

const RATE = 16_000;
const FRAME = RATE / 50;
const SILENCE_MS = 600;
const TEXT = 'Hello there. This is Tara, and how are you?';

const [url = '', speech = ''] = process.argv.slice(2);
const socketUrl = url.replace('http', 'ws');
initializeLogger({ pretty: false, level: 'silent' });

const result: PluginSpeech = {
  heard: await hear(new deepgram.STT({ apiKey: 'any', baseUrl: `${socketUrl}/deepgram`, smartFormat: true })),
  said: {
    deepgram: await say(new deepgram.TTS({ apiKey: 'any', baseUrl: `${url}/deepgram` })),
    cartesia: await say(new cartesia.TTS({ apiKey: 'any', baseUrl: `${url}/cartesia` })),
    elevenlabs: await say(
      new elevenlabs.TTS({ apiKey: 'any', baseURL: `${url}/elevenlabs/v1`, voiceId: 'slt' }),
    ),
  },
};
process.stdout.write(JSON.stringify(result));
process.exit(0);

async function hear(recogniser: stt.STT): Promise<PluginSpeech['heard']> {
  const heard = { started: false, interims: 0, final: '' };
  const stream = recogniser.stream();
  const speaking = speak(stream);
  for await (const { type, alternatives } of stream) {
    if (type === stt.SpeechEventType.START_OF_SPEECH) heard.started = true;
    if (type === stt.SpeechEventType.INTERIM_TRANSCRIPT) heard.interims += 1;
    if (type !== stt.SpeechEventType.FINAL_TRANSCRIPT) continue;
    heard.final = alternatives?.[0].text ?? '';
    break;
  }
  await speaking;
  stream.close();
  return heard;
}

/** In real time: the plugin sends what it gets. */
async function speak(stream: stt.SpeechStream): Promise<void> {
  const bytes = readFileSync(speech);
  const pcm = new Int16Array(bytes.length / 2 + (SILENCE_MS * RATE) / 1_000);
  for (let i = 0; i < bytes.length / 2; i++) pcm[i] = bytes.readInt16LE(2 * i);
  for (let from = 0; from + FRAME <= pcm.length; from += FRAME) {
    stream.pushFrame(new AudioFrame(pcm.slice(from, from + FRAME), RATE, 1, FRAME));
    await wait(20);
  }
}

async function say(voice: tts.TTS): Promise<{ audioMs: number; ended: boolean }> {
  const said = { audioMs: 0, ended: false };
  const stream = voice.stream();
  stream.pushText(TEXT);
  stream.endInput();
  for await (const item of stream) {
    if (typeof item === 'symbol') break;
    said.audioMs += (item.frame.samplesPerChannel / item.frame.sampleRate) * 1_000;
    said.ended = item.final;
  }
  stream.close();
  return said;
}
