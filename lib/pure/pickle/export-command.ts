import type { PickleInspection } from './inspect';

/** Text safe inside a Python string in single quotes. */
const python = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replace(/[^\x20-\x7e]/g, '_')}'`;

const stem = (filename: string): string => filename.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '') || 'model';

/**
 * The lines to type on the machine where the model was trained, to get an ONNX file of the same model:
 * one shell line (pip), then Python. `X` is the training table.
 */
export function exportCommand(inspection: PickleInspection, filename: string): string[] {
  const target = python(`${stem(filename)}.onnx`);
  const load = [
    inspection.container === 'joblib' ? 'import joblib' : 'import pickle',
    inspection.container === 'joblib'
      ? `model = joblib.load(${python(filename)})`
      : `model = pickle.load(open(${python(filename)}, 'rb'))`,
  ];
  const save = `open(${target}, 'wb').write(onnx_model.SerializeToString())`;
  switch (inspection.framework) {
    case 'scikit-learn':
    case 'unknown':
      return [
        'pip install skl2onnx',
        ...load,
        'from skl2onnx import to_onnx',
        'onnx_model = to_onnx(model, X[:1], options={"zipmap": False})',
        save,
      ];
    case 'xgboost':
    case 'lightgbm':
      return boosterLines(inspection.framework, load, save);
    case 'pytorch':
      return [
        'pip install torch onnx onnxscript',
        'import torch',
        `model = torch.load(${python(filename)}, weights_only=False).eval()`,
        `torch.onnx.export(model, (torch.as_tensor(X[:2]),), ${target}, input_names=['input'], output_names=['output'], dynamic_shapes=({0: 'rows'},), dynamo=True, external_data=False)`,
      ];
    case 'keras':
      return [
        'pip install tf2onnx',
        'import keras',
        `model = keras.models.load_model(${python(filename)})`,
        `model.export(${target}, format='onnx')`,
      ];
  }
}

function boosterLines(framework: 'xgboost' | 'lightgbm', load: readonly string[], save: string): string[] {
  const zipmap = framework === 'lightgbm' ? ', zipmap=False' : '';
  return [
    `pip install onnxmltools ${framework}`,
    ...load,
    `from onnxmltools import convert_${framework}`,
    'from onnxmltools.convert.common.data_types import FloatTensorType',
    `onnx_model = convert_${framework}(model, initial_types=[('input', FloatTensorType([None, X.shape[1]]))]${zipmap})`,
    save,
  ];
}
