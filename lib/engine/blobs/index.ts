// Blobs: files named by the sha256 of their bytes, under the project that owns them, in a folder or a bucket.
// Promises that a kept blob is whole and that no name of a user ever becomes a path.
export { type BlobStore, folderBlobStore, sha256OfFile } from './blob-store';
export { bucketBlobStore } from './bucket-blob-store';
export { readBlobUrl } from './read-blob-url';
