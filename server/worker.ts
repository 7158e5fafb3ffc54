// Background work: folds rollups, runs jobs, sweeps what nobody finished.
import { createLog } from '@/lib/platform/log';

const log = createLog('worker');
log.info({}, 'worker started');
const beat = setInterval(() => {}, 60_000);

function stop() {
  clearInterval(beat);
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);
