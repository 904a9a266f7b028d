import { jest } from '@jest/globals';
import { AnswerWatch } from './answer-watch.js';
import type { VendorFault } from '../vendor-fault.js';

describe(AnswerWatch.name, () => {
  let faults: string[];
  let answered: number;
  let hasStandIn: boolean;
  let watch: AnswerWatch;
  const done = (response: object) => watch.see('response.done', { type: 'response.done', response });

  beforeEach(() => {
    jest.useFakeTimers();
    faults = [];
    answered = 0;
    hasStandIn = false;
    watch = new AnswerWatch({
      answerWithinMs: () => 6_000,
      hasStandIn: () => hasStandIn,
      failed: (fault: VendorFault) => void faults.push(fault.message),
      late: () => void faults.push('late'),
      answered: () => void answered++,
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('notices that an answer does not begin', () => {
    watch.see('input_audio_buffer.committed', {});
    watch.see('response.created', {});
    jest.advanceTimersByTime(1_799);
    expect(faults).toEqual([]);
    jest.advanceTimersByTime(4_200);
    expect(faults).toEqual(['late']);
    jest.advanceTimersByTime(1);
    expect(faults).toEqual(['late', 'stalled']);
    expect(watch.owed).toEqual({ instructed: false });
  });

  it('waits for less where somebody else can answer', () => {
    hasStandIn = true;
    watch.asked(false);
    jest.advanceTimersByTime(2_399);
    expect(faults).toEqual(['late']);
    jest.advanceTimersByTime(1);
    expect(faults).toEqual(['late', 'stalled']);
  });

  it('notices that an answer does not go on', () => {
    watch.asked(true);
    watch.see('response.output_audio.delta', {});
    jest.advanceTimersByTime(2_000);
    watch.see('response.output_audio_transcript.delta', {});
    jest.advanceTimersByTime(2_399);
    expect(faults).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(faults).toEqual(['stalled']);
    expect(watch.owed).toEqual({ instructed: true });
  });

  it('says nothing of an answer that began in time, or that waits for the person', () => {
    watch.asked(false);
    watch.see('response.output_audio.delta', {});
    jest.advanceTimersByTime(2_000);
    done({ status: 'completed' });
    watch.asked(false);
    watch.see('input_audio_buffer.speech_started', {});
    jest.advanceTimersByTime(60_000);
    expect(faults).toEqual([]);
  });

  it.each(['completed', 'cancelled', 'incomplete'])('owes nothing after an answer that was %s', (status) => {
    watch.asked(false);
    done({ status });
    jest.advanceTimersByTime(60_000);
    expect(faults).toEqual([]);
    expect(watch.owed).toBeUndefined();
    expect(answered).toBe(1);
  });

  it.each([
    ['rate_limit_exceeded', 'rate_limited'],
    ['insufficient_quota', 'quota_exhausted'],
    ['server_error', 'answer_failed'],
  ])('still owes an answer that failed with %s', (code, reason) => {
    watch.asked(false);
    done({ status: 'failed', status_details: { type: 'failed', error: { type: 'x', code } } });
    expect(faults).toEqual([reason]);
    expect(watch.owed).toEqual({ instructed: false });
  });

  it('lets a person go on talking', () => {
    watch.see('input_audio_buffer.committed', {});
    watch.see('input_audio_buffer.speech_started', {});
    jest.advanceTimersByTime(60_000);
    expect(faults).toEqual([]);
    watch.see('input_audio_buffer.committed', {});
    jest.advanceTimersByTime(6_000);
    expect(faults).toEqual(['late', 'stalled']);
  });

  it('waits for nothing while the line is down', () => {
    watch.asked(false);
    watch.pause();
    jest.advanceTimersByTime(60_000);
    expect(faults).toEqual([]);
    expect(watch.owed).toEqual({ instructed: false });
  });
});
