// Jobs: long work in the background, leased to one worker at a time.
// Promises that a job whose worker died is taken up again, and that two workers never work on the same one.
export { JobCancelled, type JobHandler, JobNotYet, type JobTools, runNextJob } from './run-jobs';
export { cancelJob, insertJob, type Job, listJobs } from './store';
