import { invalidInput } from '@/lib/platform/errors';
import type { ScoreValues } from '../predictions/schema';
import type { Score } from './schema';

/**
 * Values of a project's scores. Throws 422 that names the score and what it takes. `before` are the values that stood: those of archived
 * scores stay, and take no new value.
 */
export function checkScores(scores: readonly Score[], given: ScoreValues, before: ScoreValues = {}): ScoreValues {
  const kept = Object.entries(before).filter(([name]) => scores.find((score) => score.name === name)?.archivedAt);
  const said = Object.entries(given)
    .filter(([, value]) => value !== '')
    .map(([name, value]): [string, ScoreValues[string]] => {
      const score = scores.find((candidate) => candidate.name === name);
      if (!score || score.archivedAt) {
        const names = scores.filter(({ archivedAt }) => !archivedAt).map((candidate) => candidate.name);
        const known = names.length > 0 ? `the scores of this project are ${names.join(', ')}` : 'it has no score yet';
        throw invalidInput(`scores.${name}`, score ? `"${name}" is archived; ${known}` : `${known}`, {
          reason: score ? 'archived_score' : 'unknown_score',
          details: { scores: names },
        });
      }
      return [name, scoreValue(score, value)];
    });
  return Object.fromEntries([...kept, ...said]);
}

function scoreValue(score: Score, value: ScoreValues[string]): ScoreValues[string] {
  const refuse = (allowed: string) =>
    invalidInput(`scores.${score.name}`, `"${score.name}" takes ${allowed}`, {
      reason: 'score_value',
      details: { kind: score.kind, min: score.min, max: score.max, categories: score.categories },
    });
  switch (score.kind) {
    case 'number': {
      const { min, max } = score;
      const isInside = (n: number) => (min === null || n >= min) && (max === null || n <= max);
      if (typeof value === 'number' && Number.isFinite(value) && isInside(value)) return value;
      if (min !== null && max !== null) throw refuse(`a number from ${min} to ${max}`);
      throw refuse(min !== null ? `a number from ${min} up` : max !== null ? `a number up to ${max}` : 'a number');
    }
    case 'category':
      if (typeof value === 'string' && score.categories.includes(value)) return value;
      throw refuse(`one of ${score.categories.join(', ')}`);
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw refuse('true or false');
    case 'text':
      if (typeof value === 'string') return value;
      throw refuse('a text');
  }
}
