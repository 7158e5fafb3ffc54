import { DatasetUpload, SavedUpload } from '@/lib/domain/datasets/schema';
import { callRoute } from './call-route';
import type { TestProject } from './test-project';

/** Saves a dataset over the API; a column `at` is a time. Its id. */
export async function saveDataset(
  project: TestProject,
  { name, csv, roles }: { name: string; csv: string; roles: object },
): Promise<string> {
  const headers = { authorization: `Bearer ${project.keys.write}` };
  const sent = await callRoute('POST', '/api/dataset-uploads', {
    query: { filename: `${name}.csv` },
    headers: { ...headers, 'content-type': 'text/csv' },
    body: csv,
  });
  const upload = DatasetUpload.parse(await sent.json());
  const columns = upload.columns.map((column) => ({
    name: column.name,
    type: column.name === 'at' ? 'time' : column.type,
  }));
  const saved = await callRoute('POST', '/api/datasets', {
    headers,
    body: { uploadId: upload.id, place: { name }, columns, roles },
  });
  if (saved.status !== 201) throw new Error(`the dataset was not saved: ${await saved.text()}`);
  const { version } = SavedUpload.parse(await saved.json());
  if (!version) throw new Error('a saved dataset has a version');
  return version.datasetId;
}
