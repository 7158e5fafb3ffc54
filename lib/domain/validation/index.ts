// Validation: is this file fit, and does it answer as it did where it was trained?
// Promises that nothing of an uploaded file runs in our own processes and that a refusal says what to type to fix it.
export { type Admission, admitFile } from './admit-file';
export { checkParity } from './check-parity';
export { evaluateVersion } from './evaluate-version';
export { getReports } from './get-reports';
export { gatewayInference, type InferRows, type RowAnswer } from './infer-rows';
export * from './operations';
export { cancelReceived, receiveUploadPart, receiveVersion } from './receive-version';
