import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FaultsService } from '../../control/faults.service.js';
import { Voice } from '../../speech/voice.js';
import { admitModel } from '../models.js';
import { FailedOnRequest } from '../openai.errors.js';
import { SAMPLES_PER_MS } from '../realtime/sound-buffer.js';
import { spokenTokens, textTokens } from '../realtime/usage.js';
import { EventStream, untilClosed } from '../text/event-stream.js';
import { readSpeechRequest } from './speech-request.js';
import type { SpeechRequest } from './speech-request.js';
import { SpeechSwitchesDto } from './speech-switches.dto.js';
import { streamedWavHeader } from './wav.js';

const PIECE_SAMPLES = 100 * SAMPLES_PER_MS;

/** `POST /audio/speech`: text becomes sound, sent in pieces as it is made. */
@Injectable()
export class SpeechService {
  switches: Readonly<SpeechSwitchesDto> = new SpeechSwitchesDto();

  constructor(
    private readonly voice: Voice,
    private readonly faults: FaultsService,
  ) {}

  /** @throws OpenAiError as long as nothing was answered. */
  async speak(body: unknown, request: Request, response: Response): Promise<void> {
    const asked = readSpeechRequest(body);
    admitModel(asked.model);
    const signal = untilClosed(response);
    const failure = this.faults.facing('openai', request).takeFailure('response');
    if (failure) throw new FailedOnRequest(failure.status);
    try {
      const pieces = this.pieces(asked, signal);
      if (asked.stream_format === 'sse') await sendEvents(asked, pieces, response);
      else await sendSound(asked, pieces, response, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Bytes of PCM16 mono at 24 kHz. */
  private async *pieces({ input, voice }: SpeechRequest, signal: AbortSignal): AsyncGenerator<Buffer> {
    const dueAtMs = performance.now() + this.switches.firstByteMs;
    const name = typeof voice === 'string' ? voice : voice.id;
    for await (const { pcm } of this.voice.speak(input, { voice: name, signal })) {
      for (let from = 0; from < pcm.length; from += PIECE_SAMPLES) {
        const aheadMs = dueAtMs - performance.now();
        if (aheadMs > 0) await wait(aheadMs, undefined, { signal });
        signal.throwIfAborted();
        const piece = pcm.subarray(from, from + PIECE_SAMPLES);
        yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      }
    }
  }
}

async function sendSound(
  { response_format }: SpeechRequest,
  pieces: AsyncIterable<Buffer>,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  response.status(200).type(`audio/${response_format}`);
  let begun = response_format === 'pcm';
  for await (const piece of pieces) {
    const bytes = begun ? piece : Buffer.concat([streamedWavHeader(), piece]);
    begun = true;
    if (!response.write(bytes)) await once(response, 'drain', { signal });
  }
  response.end();
}

async function sendEvents(
  { input }: SpeechRequest,
  pieces: AsyncIterable<Buffer>,
  response: Response,
): Promise<void> {
  const events = new EventStream(response);
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    events.send({ type: 'speech.audio.delta', audio: piece.toString('base64') });
  }
  const input_tokens = textTokens(input);
  const output_tokens = spokenTokens(bytes / 2 / SAMPLES_PER_MS);
  events.send({
    type: 'speech.audio.done',
    usage: { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens },
  });
  events.end();
}
