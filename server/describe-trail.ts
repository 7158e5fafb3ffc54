import type { TrailFault, TrailVerdict } from '@/lib/domain/audit/schema';

/** What a walk of the audit trail found, in sentences: faults first. */
export function describeTrail({ events, heads, lastHead, faults }: TrailVerdict): string[] {
  const lines = faults.map(sayFault);
  const [first] = faults;
  lines.push(
    first && 'event' in first
      ? `${events} events before it are whole.`
      : `${events} events, the chain is whole from the first one on.`,
  );
  if (heads === 0) lines.push('No head has been signed yet: a cut end would not show.');
  else if (faults.length === 0)
    lines.push(`${heads} signed ${heads === 1 ? 'head fits' : 'heads fit'}, the newest of ${lastHead}.`);
  return lines;
}

function sayFault(fault: TrailFault): string {
  switch (fault.kind) {
    case 'changed':
      return `Event ${fault.event} was changed: its content is not what its hash was made of.`;
    case 'unlinked':
      return `Event ${fault.event} does not follow the one before it: an event was taken out, put in or moved there.`;
    case 'gone':
      return `Event ${fault.event}, which the head of ${fault.day} names, is gone: ${fault.last === null ? 'the trail is empty' : `the last one before that place is event ${fault.last}`}.`;
    case 'rewritten':
      return `Event ${fault.event} is not the one of the head of ${fault.day}: the trail up to it was written anew.`;
    case 'bad-signature':
      return `The head of ${fault.day} was not signed with the key that it names.`;
    case 'other-key':
      return `The head of ${fault.day} is signed with the key ${fault.fingerprint}, which is not this installation's. If the key was replaced, --head with a kept head of the old key vouches for it.`;
  }
}
