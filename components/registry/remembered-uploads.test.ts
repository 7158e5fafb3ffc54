import { expect, test } from 'vitest';
import { findRemembered, forgetUpload, listRemembered, rememberUpload } from './remembered-uploads';

function shelf(text: string | null = null) {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
}

const entry = {
  uploadId: '01a20c70-5c18-75fc-adc4-2f202368a729',
  project: 'desk',
  model: 'iris',
  name: 'iris.onnx',
  size: 801,
  lastModified: 5,
};

test('finds an upload by its file, model and project', () => {
  const storage = shelf();
  rememberUpload(storage, entry);
  const file = { name: 'iris.onnx', size: 801, lastModified: 5 };
  expect(findRemembered(storage, { project: 'desk', model: 'iris', file })).toEqual(entry);
  expect(findRemembered(storage, { project: 'desk', model: 'other', file })).toBeUndefined();
  expect(
    findRemembered(storage, { project: 'desk', model: 'iris', file: { ...file, lastModified: 6 } }),
  ).toBeUndefined();
});

test('forgets, and takes strange content for nothing', () => {
  const storage = shelf();
  rememberUpload(storage, entry);
  rememberUpload(storage, entry);
  expect(listRemembered(storage)).toHaveLength(1);
  forgetUpload(storage, entry.uploadId);
  expect(listRemembered(storage)).toEqual([]);
  expect(listRemembered(shelf('{broken'))).toEqual([]);
  expect(listRemembered(shelf('[{"uploadId":1}]'))).toEqual([]);
});
