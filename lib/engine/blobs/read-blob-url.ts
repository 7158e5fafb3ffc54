/** A bucket, and how to reach it. */
export interface BlobPlace {
  bucket: string;
  /** Before every name: empty, or ends with a slash. */
  prefix: string;
  /** The service; Amazon's own without one. */
  endpoint?: string;
  region?: string;
  /** The bucket in the path instead of in the host's name, as most services but Amazon's have it. */
  forcePathStyle?: boolean;
}

const PARAMETERS = ['endpoint', 'region'];
const FORM = 'it is an address such as s3://bucket/folder?endpoint=https://s3.example.com&region=eu-west-1';

/**
 * Reads an address of a bucket; throws a sentence where it is none. Keys are no part of it.
 *
 * @example readBlobUrl('s3://models/prod?region=sa-east-1') // { bucket: 'models', prefix: 'prod/', region: 'sa-east-1' }
 */
export function readBlobUrl(text: string): BlobPlace {
  if (!URL.canParse(text)) throw new Error(FORM);
  const url = new URL(text);
  if (url.protocol !== 's3:' || !/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(url.hostname) || url.username || url.port)
    throw new Error(FORM);
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is not known there; ${FORM}`);
  const [endpoint, region] = PARAMETERS.map((name) => url.searchParams.get(name) || undefined);
  if (endpoint !== undefined && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)))
    throw new Error(`the endpoint is no http address; ${FORM}`);
  const folder = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '');
  return {
    bucket: url.hostname,
    prefix: folder === '' ? '' : `${folder}/`,
    // A service of one's own knows no regions, but a signature names one.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true, region: 'us-east-1' }),
    ...(region === undefined ? {} : { region }),
  };
}
