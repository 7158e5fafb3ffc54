import { logGamma } from './log-gamma';

/** Where the matrix is small: scipy's own limits, but above 1,000 values the expansion is as good. */
const isForMatrix = (d: number, n: number): boolean => n <= 140 || (n <= 1_000 && n * d ** 1.5 <= 1.4);

/**
 * Probability that the two-sided one-sample Kolmogorov-Smirnov statistic of n values reaches d.
 * Source: as Simard and L'Ecuyer 2011 choose: twice the one-sided tail (Birnbaum and Tingey 1951) where n d² is large;
 * else the matrix of Marsaglia, Tsang and Wang 2003 for few values, and the expansion of Li-Chien 1956 for many.
 * Edge cases: 1 for d not above 0, 0 for d of 1 or more.
 * Example: kolmogorovTail(0.1, 100) is 0.2526927570063874.
 */
export function kolmogorovTail(d: number, n: number): number {
  if (!(d > 0)) return Number.isNaN(d) ? Number.NaN : 1;
  if (d >= 1) return 0;
  const reach = n * d * d;
  if (d >= 0.5 || reach >= (n <= 140 ? 4 : 2.2)) return Math.min(1, 2 * oneSidedTail(d, n));
  return Math.min(1, Math.max(0, isForMatrix(d, n) ? 1 - matrixShare(d, n) : expansion(d, n)));
}

function oneSidedTail(d: number, n: number): number {
  const last = Math.floor(n * (1 - d));
  const whole = logGamma(n + 1);
  let sum = 0;
  for (let j = 0; j <= last; j += 1) {
    const rest = 1 - d - j / n;
    if (rest <= 0) continue;
    const ways = whole - logGamma(j + 1) - logGamma(n - j + 1);
    sum += Math.exp(ways + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(rest));
  }
  return d * sum;
}

/** P(D < d) as an entry of the n-th power of a matrix, scaled on the way. */
function matrixShare(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const gap = k - n * d;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) for (let j = 0; j <= Math.min(size - 1, i + 1); j += 1) matrix[i * size + j] = 1;
  const at = (i: number, j: number): number => matrix[i * size + j] ?? 0;
  for (let i = 0; i < size; i += 1) {
    matrix[i * size] = at(i, 0) - gap ** (i + 1);
    matrix[(size - 1) * size + i] = at(size - 1, i) - gap ** (size - i);
  }
  if (2 * gap > 1) matrix[(size - 1) * size] = at(size - 1, 0) + (2 * gap - 1) ** size;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= Math.min(size - 1, i + 1); j += 1)
      matrix[i * size + j] = at(i, j) / Math.exp(logGamma(i - j + 2));
  let power = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) power[i * size + i] = 1;
  for (let step = 1; step <= n; step += 1) {
    power = multiply(power, matrix, size);
    for (let i = 0; i < power.length; i += 1) power[i] = ((power[i] ?? 0) * step) / n;
  }
  return power[(k - 1) * size + k - 1] ?? Number.NaN;
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      let sum = 0;
      for (let k = 0; k < size; k += 1) sum += (a[i * size + k] ?? 0) * (b[k * size + j] ?? 0);
      product[i * size + j] = sum;
    }
  return product;
}

/** The limit law with its terms of n^-1/2, n^-1 and n^-3/2. */
function expansion(d: number, n: number): number {
  const root = Math.sqrt(n);
  const z2 = n * d * d;
  const z = root * d;
  let sum = 0;
  for (let k = 1; k < 1_000; k += 1) {
    const weight = Math.exp(-2 * k * k * z2);
    if (weight < 1e-20) break;
    const odd = k % 2;
    const f1 = k * k - odd;
    const f2 = 5 * k * k + 22 - 15 * odd;
    const kz = k * k * z2;
    const terms =
      1 -
      (2 * k * k * z) / (3 * root) -
      (f1 - 4 * (f1 + 3) * kz + 8 * kz * kz) / (18 * n) +
      ((k * k * z) / (27 * n * root)) * (f2 / 5 - (4 * (f2 + 45) * kz) / 15 + 8 * kz * kz);
    sum += (odd ? 1 : -1) * weight * terms;
  }
  return 2 * sum;
}
