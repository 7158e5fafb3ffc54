import type { SettingsPlace } from '@/components/people/settings-header';
import type { Permission } from '@/lib/domain/people';

const NEEDED: readonly [SettingsPlace, Permission][] = [
  ['people', 'people.view'],
  ['keys', 'key.view'],
  ['scores', 'score.manage'],
  ['webhooks', 'webhook.manage'],
  ['gates', 'promotion.rules'],
  ['retention', 'retention.manage'],
  ['erasure', 'privacy.erase'],
];

/** The settings that a person may open. */
export const settingsPlaces = (may: (permission: Permission) => boolean): SettingsPlace[] =>
  NEEDED.flatMap(([place, permission]) => (may(permission) ? [place] : []));
