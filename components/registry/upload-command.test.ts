import { expect, test } from 'vitest';
import { uploadCommand } from './upload-command';

test('quotes names for the shell and for the address', () => {
  expect(uploadCommand({ origin: 'http://h:3000', model: 'iris', file: "it's a model.onnx" })).toBe(
    `curl -T 'it'\\''s a model.onnx' \\\n  -H "Authorization: Bearer $IMPLANTA_KEY" \\\n  'http://h:3000/api/models/iris/versions?filename=it'\\''s%20a%20model.onnx'`,
  );
});
