import { IsOptional, IsString, IsUrl } from 'class-validator';
import { InvalidConfiguration, provideConfig } from '#config';

const ANY_HOST = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** A bucket of an S3-compatible store, and what it takes to reach it. */
export interface BucketAccess {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Where the sound of recorded talks lies: in a folder that agents and api share, or in a bucket. */
export class RecordingConfig {
  /** With a bucket, where segments wait for it. */
  @IsString() dir: string = 'data/recordings';
  @IsOptional() @IsUrl(ANY_HOST) s3Endpoint?: string;
  @IsString() s3Region: string = 'us-east-1';
  @IsOptional() @IsString() s3Bucket?: string;
  @IsOptional() @IsString() s3AccessKeyId?: string;
  @IsOptional() @IsString() s3SecretAccessKey?: string;

  /** Undefined where recordings lie in the folder. @throws InvalidConfiguration when a part of it is missing */
  get bucket(): BucketAccess | undefined {
    const { s3Endpoint, s3Region, s3Bucket, s3AccessKeyId, s3SecretAccessKey } = this;
    if (s3Bucket === undefined) return undefined;
    const wanted = {
      S3_ENDPOINT: s3Endpoint,
      S3_ACCESS_KEY_ID: s3AccessKeyId,
      S3_SECRET_ACCESS_KEY: s3SecretAccessKey,
    };
    const missing = Object.entries(wanted).flatMap(([name, value]) =>
      value ? [] : [`${name}: must be set with S3_BUCKET`],
    );
    if (!s3Endpoint || !s3AccessKeyId || !s3SecretAccessKey) throw new InvalidConfiguration(missing);
    return {
      endpoint: s3Endpoint.replace(/\/+$/, ''),
      region: s3Region,
      bucket: s3Bucket,
      accessKeyId: s3AccessKeyId,
      secretAccessKey: s3SecretAccessKey,
    };
  }
}

export const recordingConfig = provideConfig(RecordingConfig, {
  dir: 'RECORDINGS_DIR',
  s3Endpoint: 'S3_ENDPOINT',
  s3Region: 'S3_REGION',
  s3Bucket: 'S3_BUCKET',
  s3AccessKeyId: 'S3_ACCESS_KEY_ID',
  s3SecretAccessKey: 'S3_SECRET_ACCESS_KEY',
});
