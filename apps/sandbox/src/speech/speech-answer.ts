import type { Response } from 'express';
import { encode } from './pcm.js';
import type { Encoding } from './pcm.js';
import { SpokenLine } from './spoken-line.js';
import type { SpokenLineOptions } from './spoken-line.js';

export interface SpeechAnswerOptions extends Pick<
  SpokenLineOptions,
  'voice' | 'voiceName' | 'rate' | 'switches'
> {
  text: string;
  encoding: Encoding;
}

/** Speaks a text into the body of an answer, as the sound comes. Rejects when there is none; stops when the client leaves. */
export async function answerWithSpeech(
  response: Response,
  { text, encoding, ...voice }: SpeechAnswerOptions,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const line = new SpokenLine({
    ...voice,
    onPiece: ({ pcm }) => response.write(encode(pcm, encoding)),
    onFailure: (status) => reject(new Error(`failure on request with status ${status}`)),
    onFault: reject,
  });
  const leave = () => {
    line.clear();
    resolve();
  };
  response.once('close', leave);
  line.say(text);
  line.afterwards(resolve);
  try {
    await promise;
    response.end();
  } finally {
    response.off('close', leave);
    line.clear();
  }
}
