// Validation: is this file fit, and does it answer as it did where it was trained?
// Promises that nothing of an uploaded file runs in our own processes and that a refusal says what to type to fix it.
export { type Admission, admitFile } from './admit-file';
export { askRow } from './ask-row';
export { checkParity } from './check-parity';
export { compareAnswer } from './compare-answers';
export { compareEvaluations, countRegression } from './compare-evaluations';
export { evaluateVersion } from './evaluate-version';
export { passGate } from './gate';
export { getGate, saveGate } from './gate-rules';
export { getRegression } from './get-regression';
export { getReports } from './get-reports';
export { hasLearnt } from './has-learnt';
export { gatewayInference, type InferRows, type RowAnswer } from './infer-rows';
export * from './operations';
export { cancelReceived, receiveUploadPart, receiveVersion } from './receive-version';
export { rowFor } from './regression-row';
export {
  addRegressionTest,
  eraseTests,
  listRegressionTests,
  takeOutRegressionTest,
  takeOutReviewed,
} from './regression-tests';
export { passesTest } from './regression-verdict';
export { runRegressionTests } from './run-tests';
export { runValidation } from './run-validation';
export { inferInForce, settledInference } from './settled-inference';
export { listTestedEntities, type NewTest, testAgain } from './store-regression';
export { testedEntity } from './tested-entity';
export { TrainingRows } from './training-rows';
export { updateRegression } from './update-regression';
export { cancelValidation, getValidation, startValidation, VALIDATION_JOB } from './validations';
export { whenServed } from './when-served';
