import { text } from 'node:stream/consumers';
import { BucketOfTests } from '../../testing/bucket-of-tests.js';
import { BucketRecordingFiles } from './bucket-recording-files.js';
import { RecordingsUnavailable, SegmentMissing } from './recording-files.errors.js';

const LOCATION = '0123456789abcdef'.repeat(2);
const OTHER = 'f'.repeat(32);
const SIGNAL = AbortSignal.timeout(60_000);
const sound = (words: string) => Uint8Array.from(Buffer.from(words));

describe(BucketRecordingFiles.name, () => {
  let server: BucketOfTests;
  let files: BucketRecordingFiles;
  const first = { location: LOCATION, name: '000001.ogg' };

  beforeEach(async () => {
    server = await BucketOfTests.start();
    files = new BucketRecordingFiles(server.access);
  });
  afterEach(() => server.close());

  it('keeps segments and reads parts of them', async () => {
    await files.put(first, sound('abcdef'), SIGNAL);
    expect(await text(await files.read(first, { start: 1, end: 3 }, SIGNAL))).toBe('bcd');
    expect(server.objects.get(`${LOCATION}/000001.ogg`)).toEqual(Buffer.from('abcdef'));
  });

  it('signs every request', async () => {
    await files.put(first, sound('abc'), SIGNAL);
    await files.erase(LOCATION);
    expect(server.unsigned).toBe(0);
    const stranger = new BucketRecordingFiles({ ...server.access, secretAccessKey: 'guessed' });
    await expect(stranger.put(first, sound('abc'), SIGNAL)).rejects.toThrow(RecordingsUnavailable);
  });

  it('tells how the bucket takes the key', async () => {
    expect(await files.look(SIGNAL)).toBe(200);
    const stranger = new BucketRecordingFiles({ ...server.access, secretAccessKey: 'guessed' });
    expect(await stranger.look(SIGNAL)).toBe(403);
    await server.close();
    await expect(files.look(SIGNAL)).rejects.toThrow(RecordingsUnavailable);
  });

  it('says what is not there', async () => {
    await expect(files.read(first, { start: 0, end: 1 }, SIGNAL)).rejects.toThrow(SegmentMissing);
    await server.close();
    await expect(files.read(first, { start: 0, end: 1 }, SIGNAL)).rejects.toThrow(RecordingsUnavailable);
  });

  it('erases all of one recording, and nothing of another', async () => {
    for (let number = 1; number <= 5; number += 1) {
      await files.put({ location: LOCATION, name: `00000${number}.ogg` }, sound('x'), SIGNAL);
    }
    await files.put({ location: OTHER, name: '000001.ogg' }, sound('x'), SIGNAL);
    await files.erase(LOCATION);
    expect([...server.objects.keys()]).toEqual([`${OTHER}/000001.ogg`]);
    await files.erase(LOCATION);
    await expect(files.erase('')).rejects.toThrow(RangeError);
  });
});
