import 'server-only';
import fs from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobPlace } from './read-blob-url';

const PART_BYTES = 16 * 1024 * 1024;
const TRIES = 4;

/** A bucket of a service that speaks S3. Keys are below the prefix of its address. */
export interface Bucket {
  /** Puts a whole file under a key, in parts where it is large: nothing is there until all of it is. */
  put: (key: string, file: string) => Promise<void>;
  get: (key: string, file: string) => Promise<void>;
  has: (key: string) => Promise<boolean>;
  remove: (key: string) => Promise<void>;
  list: () => AsyncGenerator<{ key: string; changedMs: number }>;
}

/**
 * Opens a bucket; asks it nothing. Who may use it is told by the variables and files that every tool for S3 reads (`AWS_ACCESS_KEY_ID` and
 * so on). The library is loaded here, because most installations never need it.
 */
export async function openBucket({ bucket, prefix, ...service }: BlobPlace): Promise<Bucket> {
  const [s3, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
  const client = new s3.S3Client({
    ...service,
    maxAttempts: TRIES,
    // Services that are not Amazon's often know no checksums of this kind; every file is held against its sha256.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const object = (key: string) => ({ Bucket: bucket, Key: prefix + key });
  return {
    async put(key, file) {
      const params = { ...object(key), Body: fs.createReadStream(file) };
      await new Upload({ client, params, partSize: PART_BYTES, queueSize: 2 }).done();
    },
    async get(key, file) {
      const { Body } = await client.send(new s3.GetObjectCommand(object(key)));
      await pipeline(Body as Readable, fs.createWriteStream(file, { mode: 0o600 }));
    },
    async has(key) {
      try {
        await client.send(new s3.HeadObjectCommand(object(key)));
        return true;
      } catch (error) {
        if (error instanceof s3.NotFound) return false;
        throw error;
      }
    },
    async remove(key) {
      await client.send(new s3.DeleteObjectCommand(object(key)));
    },
    async *list() {
      for await (const { Contents } of s3.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
        for (const { Key, LastModified } of Contents ?? [])
          if (Key && LastModified) yield { key: Key.slice(prefix.length), changedMs: LastModified.getTime() };
    },
  };
}
