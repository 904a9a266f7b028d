import { readFileSync } from 'node:fs';
import { initializeLogger, llm, mergeFrames, stt } from '@livekit/agents';
import { LLM, responses, STT, TTS } from '@livekit/agents-plugin-openai';
import { AudioFrame } from '@livekit/rtc-node';
import { z } from 'zod';

// What a pipeline asks of LiveKit's plugin for OpenAI, without a room: models with a tool, a voice, and two recognisers. Prints what
// came as one JSON object. A program of its own, because native modules and Jest's module loader do not go together.
//
// node plugin-pipeline.ts <URL of the sandbox> <file with a question>   (PCM16 mono, 24 kHz)

export interface PluginPipeline {
  /** By vendor and API. */
  models: Record<string, ModelTalk>;
  spokenMs: number;
  heardWhole: string;
  heardLive: { text: string; interims: number };
}

interface ModelTalk {
  call: { name: string; args: string } | null;
  answer: string;
  promptTokens: number;
}

const RATE = 24_000;
const FRAME = RATE / 20;
const SILENCE_MS = 1_000;
const QUESTION = 'please find me a package to goa';

const [url = '', file = ''] = process.argv.slice(2);
initializeLogger({ pretty: false, level: 'silent' });
process.once('unhandledRejection', fail);

const apiKey = 'sk-any';
const baseURL = `${url}/openai/v1`;
const tools = new llm.ToolContext([
  llm.tool({
    name: 'find_packages',
    description: 'Finds packages.',
    parameters: z.object({ destination: z.string() }),
    execute: () => Promise.resolve(''),
  }),
]);

const pipeline: PluginPipeline = {
  models: {
    openai: await converse(new LLM({ apiKey, baseURL, model: 'gpt-4o-mini' })),
    responses: await converse(
      new responses.LLM({ apiKey, baseURL, model: 'gpt-4o-mini', useWebSocket: false }),
    ),
    'responses on a socket': await converse(new responses.LLM({ apiKey, baseURL, model: 'gpt-4o-mini' })),
    xai: await converse(new LLM({ apiKey, baseURL: `${url}/xai/v1`, model: 'grok-4.7' })),
    openrouter: await converse(
      new LLM({ apiKey, baseURL: `${url}/openrouter/api/v1`, model: 'x-ai/grok-4.7' }),
    ),
  },
  spokenMs: await speak(),
  heardWhole: await hearWhole(),
  heardLive: await hearLive(),
};
process.stdout.write(JSON.stringify(pipeline));
process.exit(0);

async function converse(model: llm.LLM): Promise<ModelTalk> {
  const chatCtx = new llm.ChatContext();
  chatCtx.addMessage({ role: 'system', content: 'You are Tara. You sell travel.' });
  chatCtx.addMessage({ role: 'user', content: QUESTION });
  const asked = await listen(model.chat({ chatCtx, toolCtx: tools }));
  const [call] = asked.calls;
  if (call) {
    const { callId, name } = call;
    const output = JSON.stringify({ success: true, packages: [{ id: 'p1', name: 'Goa Beach' }] });
    chatCtx.insert([call, llm.FunctionCallOutput.create({ callId, name, isError: false, output })]);
  }
  const { text, promptTokens } = await listen(model.chat({ chatCtx, toolCtx: tools }));
  return { call: call ? { name: call.name, args: call.args } : null, answer: text, promptTokens };
}

async function listen(stream: llm.LLMStream) {
  const heard = { text: '', calls: [] as llm.FunctionCall[], promptTokens: 0 };
  for await (const { delta, usage } of stream) {
    heard.text += delta?.content ?? '';
    heard.calls.push(...(delta?.toolCalls ?? []));
    heard.promptTokens += usage?.promptTokens ?? 0;
  }
  return heard;
}

async function speak(): Promise<number> {
  const voice = new TTS({ apiKey, baseURL, model: 'gpt-4o-mini-tts', voice: 'coral' });
  let samples = 0;
  for await (const { frame } of voice.synthesize('Hello, I am Tara.')) samples += frame.samplesPerChannel;
  return (samples / RATE) * 1_000;
}

async function hearWhole(): Promise<string> {
  const recogniser = new STT({ apiKey, baseURL, model: 'gpt-transcribe', useRealtime: false });
  const { alternatives } = await recogniser.recognize(mergeFrames(frames()));
  return alternatives?.[0].text ?? '';
}

async function hearLive(): Promise<PluginPipeline['heardLive']> {
  const turnDetection = { type: 'server_vad', threshold: 0.5, silence_duration_ms: 300 } as const;
  const recogniser = new STT({ apiKey, baseURL, model: 'gpt-transcribe', useRealtime: true, turnDetection });
  const stream = recogniser.stream();
  for (const frame of frames()) stream.pushFrame(frame);
  let interims = 0;
  for await (const { type, alternatives } of stream) {
    if (type === stt.SpeechEventType.INTERIM_TRANSCRIPT) interims += 1;
    if (type === stt.SpeechEventType.FINAL_TRANSCRIPT)
      return { text: alternatives?.[0].text ?? '', interims };
  }
  return { text: '', interims };
}

/** The question and the silence behind it. */
function frames(): AudioFrame[] {
  const bytes = readFileSync(file);
  const pcm = new Int16Array(bytes.length / 2 + (SILENCE_MS * RATE) / 1_000);
  for (let i = 0; i < bytes.length / 2; i++) pcm[i] = bytes.readInt16LE(2 * i);
  const all: AudioFrame[] = [];
  for (let from = 0; from + FRAME <= pcm.length; from += FRAME) {
    all.push(new AudioFrame(pcm.slice(from, from + FRAME), RATE, 1, FRAME));
  }
  return all;
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}
