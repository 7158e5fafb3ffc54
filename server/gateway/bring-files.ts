import { artifacts } from '@/lib/domain/registry';
import type { FleetRow } from '@/lib/domain/serving';
import type { Log } from '@/lib/platform/log';

/**
 * Brings the files of versions in service to this machine, where another one took them in. A version whose file does not come is taken as
 * out of service; `isWhole` is false then, and whoever asks should ask again.
 */
export async function bringFiles(rows: FleetRow[], log: Log): Promise<{ rows: FleetRow[]; isWhole: boolean }> {
  let isWhole = true;
  const brought: FleetRow[] = [];
  for (const row of rows) {
    const versions: FleetRow['versions'] = [];
    for (const version of row.versions) {
      const { loaded, number, servedSha256 } = version;
      const isHere =
        row.elsewhere ||
        !loaded ||
        (await artifacts()
          .file(row.projectId, servedSha256)
          .then(() => true)
          .catch((error: unknown) => {
            log.error({ error, model: row.modelName, version: number }, 'the file of a version does not come');
            return false;
          }));
      if (!isHere) isWhole = false;
      versions.push(isHere ? version : { ...version, loaded: false });
    }
    brought.push({ ...row, versions });
  }
  return { rows: brought, isWhole };
}
