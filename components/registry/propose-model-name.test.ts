import { expect, test } from 'vitest';
import { proposeModelName } from './propose-model-name';

test('makes a name that the registry takes', () => {
  expect(proposeModelName('weather rf (5).onnx')).toBe('weather-rf-5');
  expect(proposeModelName('previsão_v2.ONNX')).toBe('previsao_v2');
  expect(proposeModelName('C:\\models\\iris.logreg.pkl')).toBe('iris.logreg');
  expect(proposeModelName('new.onnx')).toBe('new-model');
  expect(proposeModelName('___.onnx')).toBe('model');
  expect(proposeModelName(`${'x'.repeat(300)}.onnx`)).toHaveLength(120);
});
