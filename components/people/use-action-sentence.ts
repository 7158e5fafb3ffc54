'use client';
import { useTranslations } from '@/components/ui/use-translations';

const known = [
  'alert-rule.create',
  'alert-rule.delete',
  'alert-rule.update',
  'card.publish',
  'card.restore',
  'card.save',
  'dataset.delete',
  'dataset.save',
  'feedback.edit',
  'feedback.give',
  'feedback.import',
  'feedback.withdraw',
  'gate-rules.save',
  'incident.acknowledge',
  'incident.note',
  'invitation.accept',
  'invitation.create',
  'invitation.revoke',
  'key.create',
  'key.revoke',
  'label.write',
  'model.delete',
  'model.load',
  'model.unload',
  'model.update',
  'overlay.save',
  'model.deploy',
  'person.change-role',
  'person.remove',
  'person.set-up',
  'person.sign-in',
  'person.sign-out-everywhere',
  'person.update',
  'project.create',
  'reference.upload',
  'regression-test.add',
  'regression-test.skip',
  'regression-test.take-out',
  'report-schedule.delete',
  'report-schedule.save',
  'score.create',
  'score.update',
  'thread.comment',
  'thread.reopened',
  'thread.resolved',
  'validation.evaluation',
  'validation.parity',
  'validation.report',
  'version.load',
  'version.promote',
  'version.register',
  'version.unload',
  'webhook.create',
  'webhook.delete',
  'webhook.update',
] as const;

/** An action's code as a sentence, or null where it has none yet. */
export function useActionSentence() {
  const t = useTranslations('people.events.actions');
  return (action: string): string | null => {
    const found = known.find((code) => code === action);
    return found ? t(found) : null;
  };
}
