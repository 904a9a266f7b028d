import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { newId } from '#conversation';
import type { EventEnvelope } from '#conversation';
import { BucketRecordingFiles } from '#recording';
import { BucketOfTests } from '#recording/testing';
import { SegmentUploads } from './segment-uploads.js';

const LOCATION = '0123456789abcdef'.repeat(2);
const NAME = '000001.ogg';

describe(SegmentUploads.name, () => {
  let dir: string;
  let server: BucketOfTests;
  let uploads: SegmentUploads;
  let told: EventEnvelope[];
  let arrived: PromiseWithResolvers<void>;

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'parley-uploads-'));
    await mkdir(join(dir, LOCATION));
    server = await BucketOfTests.start();
    told = [];
    arrived = Promise.withResolvers();
    uploads = new SegmentUploads({
      bucket: new BucketRecordingFiles(server.access),
      dir,
      tell: (event) => {
        told.push(event);
        arrived.resolve();
        return Promise.resolve();
      },
    });
  });
  afterEach(async () => {
    await uploads.close();
    await server.close();
    await rm(dir, { recursive: true, force: true });
  });

  const file = (name: string) => join(dir, LOCATION, name);
  const event = (): EventEnvelope => ({
    ...{ id: newId(), sessionId: 's', epoch: 1, sourceSeq: 7, type: 'recording.segment', v: 1 },
    at: new Date().toISOString(),
    payload: {},
  });
  async function segment() {
    await writeFile(file(NAME), 'sound');
    return { location: LOCATION, name: NAME, bytes: 5, event: event() };
  }

  it('tells of a segment when it is in the bucket, and keeps it no longer', async () => {
    const one = await segment();
    uploads.add(one);
    await arrived.promise;
    await uploads.close();
    expect(told).toEqual([one.event]);
    expect(server.objects.get(`${LOCATION}/${NAME}`)).toEqual(Buffer.from('sound'));
    expect(existsSync(file(NAME)) || existsSync(`${file(NAME)}.json`)).toBe(false);
  });

  it('brings it later when the bucket is away', async () => {
    server.isAway = true;
    uploads.add(await segment());
    await server.asked();
    expect(told).toEqual([]);
    server.isAway = false;
    await arrived.promise;
    expect(told).toHaveLength(1);
  }, 30_000);

  it('brings nothing more of who refused', async () => {
    server.isAway = true;
    uploads.add(await segment());
    await server.asked();
    uploads.forget(LOCATION);
    server.isAway = false;
    await uploads.close();
    expect(told).toEqual([]);
    expect(server.objects.size).toBe(0);
  });

  it('takes over what a process that died left behind', async () => {
    const { event: theirs } = await segment();
    await writeFile(`${file(NAME)}.json`, JSON.stringify(theirs));
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const path of [file(NAME), `${file(NAME)}.json`, join(dir, LOCATION)]) {
      await utimes(path, longAgo, longAgo);
    }
    await uploads.open();
    await arrived.promise;
    expect(told).toEqual([theirs]);
  });
});
