import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FaultsService } from '../../control/faults.service.js';
import { admitModel } from '../models.js';
import { FailedOnRequest, ParameterInvalid } from '../openai.errors.js';
import { SessionParts } from '../realtime/session-parts.service.js';
import { heardTokens, textTokens } from '../realtime/usage.js';
import { EventStream, untilClosed } from '../text/event-stream.js';
import { readTranscriptionRequest } from './transcription-request.js';
import { RATE, readWav } from './wav.js';

/** A file of a form. */
export interface UploadedSound {
  buffer: Buffer;
}

interface Transcript {
  text: string;
  durationMs: number;
  /** Whether nothing in it was understood. */
  unclear: boolean;
}

/** `POST /audio/transcriptions`: one utterance in a WAV file. */
@Injectable()
export class TranscriptionService {
  constructor(
    private readonly parts: SessionParts,
    private readonly faults: FaultsService,
  ) {}

  /** @throws OpenAiError as long as nothing was answered. */
  async transcribe(
    file: UploadedSound | undefined,
    body: unknown,
    request: Request,
    response: Response,
  ): Promise<void> {
    const { model, response_format, stream } = readTranscriptionRequest(body);
    admitModel(model);
    if (!file) throw fileMissing();
    const pcm = readWav(file.buffer);
    const signal = untilClosed(response);
    try {
      const { text, unclear } = await this.parts.ear.hear(pcm, { rate: RATE, signal });
      const failure = this.faults.facing('openai', request).takeFailure('response');
      if (failure) throw new FailedOnRequest(failure.status);
      const transcript = { text, unclear, durationMs: (pcm.length / RATE) * 1_000 };
      if (stream) sendEvents(transcript, response);
      else if (response_format === 'text') response.type('text').send(`${text}\n`);
      else response.json(response_format === 'json' ? brief(model, transcript) : verbose(transcript));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

function brief(model: string, transcript: Transcript) {
  return { text: transcript.text, usage: model === 'whisper-1' ? seconds(transcript) : tokens(transcript) };
}

function verbose(transcript: Transcript) {
  const { text, durationMs, unclear } = transcript;
  const duration = durationMs / 1_000;
  const segment = {
    ...{ id: 0, seek: 0, start: 0, end: duration, text, tokens: [], temperature: 0 },
    ...{ avg_logprob: unclear ? -1 : -0.1, compression_ratio: 1, no_speech_prob: unclear ? 0.9 : 0.01 },
  };
  return {
    task: 'transcribe',
    language: 'english',
    duration,
    text,
    segments: [segment],
    usage: seconds(transcript),
  };
}

function sendEvents(transcript: Transcript, response: Response): void {
  const events = new EventStream(response);
  for (const delta of transcript.text.match(/\s*\S+/g) ?? []) {
    events.send({ type: 'transcript.text.delta', delta });
  }
  events.send({ type: 'transcript.text.done', text: transcript.text, usage: tokens(transcript) });
  events.end();
}

function seconds({ durationMs }: Transcript) {
  return { type: 'duration', seconds: Math.ceil(durationMs / 1_000) };
}

function tokens({ text, durationMs }: Transcript) {
  const audio_tokens = heardTokens(durationMs);
  const output_tokens = textTokens(text);
  return {
    type: 'tokens',
    input_tokens: audio_tokens,
    output_tokens,
    total_tokens: audio_tokens + output_tokens,
    input_token_details: { text_tokens: 0, audio_tokens },
  };
}

function fileMissing(): ParameterInvalid {
  return new ParameterInvalid('missing_required_parameter', "Missing required parameter: 'file'.", 'file');
}
