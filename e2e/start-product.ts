import fs from 'node:fs';
import path from 'node:path';
import { startProduct } from './product';

/** One product for all journeys. Its log is kept and held against: nothing of level error may be in it. */
export default async function setup(): Promise<() => Promise<void>> {
  const product = await startProduct();
  process.env.E2E_URL = product.url;
  process.env.E2E_WEB_URL = product.webUrl;
  process.env.E2E_GRPC_PORT = String(product.grpcPort);
  process.env.E2E_SETUP_URL = product.setupUrl;
  process.env.E2E_DATA = path.join(product.folder, 'data');
  process.env.E2E_DATABASE_URL = product.admin('database', 'url');
  return async () => {
    const log = path.resolve(import.meta.dirname, '../test-results/product.log');
    fs.mkdirSync(path.dirname(log), { recursive: true });
    fs.writeFileSync(log, product.log());
    await product.stop();
    const errors = product
      .log()
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line));
    if (errors.length > 0) throw new Error(`the product logged errors:\n${errors.slice(0, 10).join('\n')}`);
  };
}
