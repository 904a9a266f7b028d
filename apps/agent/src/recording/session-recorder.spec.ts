import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { mayObject, RECORDING_NOTICE } from '#conversation';
import type { ClaimAnswer, EventEnvelope, EventPayload, EventType, RecordingTerms } from '#conversation';
import type { SegmentPlace } from '#recording';
import { RecordersHere } from '#recording/testing';
import { claimOfTests } from '../../test/claim-of-tests.js';
import { EventLog } from '../session/event-log.js';
import { SessionRecorder } from './session-recorder.js';

const GREETING = 'Hello, I am Tara.';

function claimWith(change: Partial<ClaimAnswer> = {}, terms: Partial<RecordingTerms> = {}): ClaimAnswer {
  const claim = claimOfTests();
  const recording = { ...claim.definition.recording, enabled: true, ...terms };
  const definition = mayObject({ ...claim.definition, greeting: GREETING, recording });
  return { ...claim, definition, ...change };
}

function said(
  text: string,
  change: Partial<EventPayload<'message.added'>> = {},
): EventPayload<'message.added'> {
  return {
    ...{ role: 'agent', text, heardText: null, interrupted: false, language: null },
    ...{ participant: null, source: 'speech', latency: null },
    ...change,
  };
}

describe(SessionRecorder.name, () => {
  let dir: string;
  let told: { type: string; payload: unknown }[];
  let spoken: string[];
  let forgotten: string[];
  let brought: EventEnvelope[];
  const speak = (words: string) => spoken.push(words);

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'parley-recorder-'));
    told = [];
    spoken = [];
    forgotten = [];
    brought = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  function recorderOf(
    claim: ClaimAnswer,
    bucket: { isFull: boolean } | undefined = undefined,
  ): SessionRecorder {
    const desk = {
      recorders: new RecordersHere(),
      hasBucket: bucket !== undefined,
      isFull: bucket?.isFull ?? false,
      folderOf: (location: string) => join(dir, location),
      bring: (_place: SegmentPlace, _bytes: number, event: EventEnvelope) => void brought.push(event),
      forget: (location: string) => void forgotten.push(location),
    };
    const see = <T extends EventType>(type: T, payload: EventPayload<T>) => told.push({ type, payload });
    const ways = { put: () => Promise.resolve(), hear: () => undefined, see };
    return new SessionRecorder({ claim, desk, events: new EventLog(claim, ways) });
  }
  const types = () => told.map(({ type }) => type);

  it('tells the person before it greets them, and begins once they have heard that', async () => {
    const recorder = recorderOf(claimWith());
    expect(recorder.announced().definition.greeting).toBe(`${RECORDING_NOTICE} ${GREETING}`);
    expect(types()).toEqual([]);
    recorder.see('message.added', said(`${RECORDING_NOTICE} ${GREETING}`), speak);
    expect(told).toMatchObject([{ type: 'recording.started', payload: { notice: RECORDING_NOTICE } }]);
    await recorder.close();
    expect(types()).toEqual(['recording.started', 'recording.segment', 'recording.stopped']);
    expect(told.at(-1)?.payload).toMatchObject({ reason: 'ended' });
    expect(spoken).toEqual([]);
  });

  it('tells them also where the agent waits for them to speak', () => {
    const claim = claimWith();
    const silent = { ...claim, definition: { ...claim.definition, greeting: null } };
    expect(recorderOf(silent).announced().definition.greeting).toBe(RECORDING_NOTICE);
  });

  it('tells them again after the next answer where they cut it short, and records nothing before', async () => {
    const recorder = recorderOf(claimWith());
    const cut = said(`${RECORDING_NOTICE} ${GREETING}`, { heardText: 'This call', interrupted: true });
    recorder.see('message.added', cut, speak);
    expect(spoken).toEqual([]);
    recorder.see('message.added', said('One moment, please.', { source: 'recording' }), speak);
    recorder.see(
      'message.added',
      said('I want to go to Bali.', { role: 'user', participant: 'asha' }),
      speak,
    );
    recorder.see('message.added', said('Bali it is.'), speak);
    expect(spoken).toEqual([RECORDING_NOTICE]);
    expect(types()).toEqual([]);
    recorder.see('message.added', said(RECORDING_NOTICE), speak);
    expect(types()).toEqual(['recording.started']);
    await recorder.close();
  });

  it('gives up on who never hears it out', () => {
    const recorder = recorderOf(claimWith());
    for (let answer = 0; answer < 10; answer += 1) recorder.see('message.added', said('Bali it is.'), speak);
    expect(spoken).toHaveLength(3);
    expect(types()).toEqual([]);
  });

  it('keeps nothing of who objects', async () => {
    const recorder = recorderOf(claimWith());
    recorder.see('message.added', said(RECORDING_NOTICE), speak);
    await expect(recorder.object()).resolves.toBe('goes_on');
    await expect(recorder.object()).resolves.toBe('goes_on');
    await recorder.close();
    expect(told.slice(1)).toMatchObject([{ type: 'recording.stopped', payload: { reason: 'refused' } }]);
    expect(forgotten).toHaveLength(1);
    await expect(readdir(dir)).resolves.toEqual([]);
  });

  it('says that the talk ends where it cannot go on without, also when they object before it began', async () => {
    const recorder = recorderOf(claimWith({}, { ifRefused: 'end' }));
    await expect(recorder.object()).resolves.toBe('ends');
    expect(types()).toEqual(['recording.stopped']);
    recorder.see('message.added', said(RECORDING_NOTICE), speak);
    expect(types()).toEqual(['recording.stopped']);
  });

  it('records nothing where nobody wants it, or the person refused under an earlier claim', async () => {
    for (const claim of [claimOfTests(), claimWith({ recordingConsent: 'refused' })]) {
      const recorder = recorderOf(claim);
      expect(recorder.announced()).toBe(claim);
      recorder.see('message.added', said(RECORDING_NOTICE), speak);
      await expect(recorder.object()).resolves.toBe('not_recorded');
    }
    expect(types()).toEqual([]);
  });

  it('goes on at once where they were told under an earlier claim, and tells who was not', async () => {
    const going = recorderOf(claimWith({ recordingConsent: 'given' }));
    expect(types()).toEqual(['recording.started']);
    going.see('message.added', said('Where were we?'), speak);
    expect(spoken).toEqual([]);
    await going.close();
    recorderOf(claimWith()).see('message.added', said('Where were we?'), speak);
    expect(spoken).toEqual([RECORDING_NOTICE]);
  });

  it('says why nothing more is recorded where it cannot be written, and the talk goes on', async () => {
    await rm(dir, { recursive: true });
    await writeFile(dir, 'a file where the folder should be');
    const recorder = recorderOf(claimWith({ recordingConsent: 'given' }));
    await recorder.close();
    expect(told.slice(1)).toMatchObject([{ type: 'recording.stopped', payload: { reason: 'failed' } }]);
    recorder.see('message.added', said('Bali it is.'), speak);
    expect(spoken).toEqual([]);
  });

  it('tells of a segment once it is in the bucket, and stops when too many wait for that', async () => {
    const recorder = recorderOf(claimWith({ recordingConsent: 'given' }), { isFull: true });
    await recorder.close();
    expect(brought).toMatchObject([{ type: 'recording.segment', payload: { name: '000001.ogg' } }]);
    expect(told.at(-1)).toMatchObject({ type: 'recording.stopped', payload: { reason: 'bucket_away' } });
  });
});
