import { z } from 'zod';
import { ROLES, SCOPES } from '@/lib/platform/context';

export const ProjectRole = z.enum(ROLES);
export type ProjectRole = z.infer<typeof ProjectRole>;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

export const Project = z.object({ id: z.uuid(), slug: z.string(), name: z.string(), createdAt: z.iso.datetime() });
export type Project = z.infer<typeof Project>;

export const ProjectName = z
  .string()
  .trim()
  .min(1, 'A project needs a name.')
  .max(80, 'A name has 80 characters at most.')
  .regex(/^[^\p{C}]+$/u, 'A name has no control characters.');

/** A key as lists show it; the secret itself is shown once, when it is made. */
export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(Scope),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** Predictions that it may ask for per second; null: as many as it likes. */
  callsPerSecond: z.int().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const NewApiKey = z.object({
  name: z.string().trim().min(1, 'A key needs a name.').max(80),
  scopes: z.array(Scope).min(1, 'A key needs at least one scope.'),
  expiresAt: z.iso.datetime().nullable().optional(),
  callsPerSecond: z.int().min(1, 'One call per second is the least.').max(1_000_000).nullable().optional(),
});
export type NewApiKey = z.infer<typeof NewApiKey>;

export const CreatedApiKey = z.object({ key: z.string(), apiKey: ApiKey });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email('This is not an e-mail address.'));
export const Password = z
  .string()
  .min(12, 'A password has 12 characters at least.')
  .max(256, 'A password has 256 characters at most.');
export const PersonName = z
  .string()
  .trim()
  .min(1, 'A person needs a name.')
  .max(120, 'A name has 120 characters at most.')
  .regex(/^[^\p{C}]+$/u, 'A name has no control characters.');
export const Locale = z.enum(['en', 'pt-BR']);

export const SetUpState = z.object({ open: z.boolean() });
export type SetUpState = z.infer<typeof SetUpState>;

export const SetUp = z.strictObject({
  token: z.string().max(200),
  name: PersonName,
  email: Email,
  password: Password,
  project: ProjectName,
  demo: z.boolean().default(false),
});
export type SetUp = z.infer<typeof SetUp>;

export const SetUpDone = z.object({ personId: z.uuid(), email: z.string(), project: Project });
export type SetUpDone = z.infer<typeof SetUpDone>;

export const Credentials = z.strictObject({ email: z.string().max(254), password: z.string().max(256) });
export type Credentials = z.infer<typeof Credentials>;

export const Me = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  owner: z.boolean(),
  locale: Locale.nullable(),
  hasPassword: z.boolean(),
  projects: z.array(Project.extend({ role: ProjectRole })),
});
export type Me = z.infer<typeof Me>;

export const MeChange = z.strictObject({
  name: PersonName.optional(),
  locale: Locale.nullable().optional(),
  password: z.strictObject({ old: z.string().max(256), new: Password }).optional(),
});
export type MeChange = z.infer<typeof MeChange>;

export const Member = z.object({
  personId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: ProjectRole,
  joinedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
  owner: z.boolean(),
});
export type Member = z.infer<typeof Member>;

export const NewInvitation = z.strictObject({ role: ProjectRole, email: Email.nullable().optional() });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const Invitation = z.object({
  id: z.uuid(),
  role: ProjectRole,
  email: z.string().nullable(),
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
});
export type Invitation = z.infer<typeof Invitation>;

export const CreatedInvitation = z.object({ token: z.string(), path: z.string(), invitation: Invitation });
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;

/** What the one who holds the link may know before joining. */
export const OpenInvitation = z.object({
  project: z.string(),
  role: ProjectRole,
  invitedBy: z.string(),
  email: z.string().nullable(),
  expiresAt: z.iso.datetime(),
});
export type OpenInvitation = z.infer<typeof OpenInvitation>;

/** Empty for the one who is signed in. */
export const AcceptInvitation = z.strictObject({
  name: PersonName.optional(),
  email: Email.optional(),
  password: Password.optional(),
});
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

export const AuditEvent = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actorKind: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  action: z.string(),
  object: z.string(),
  before: z.unknown().nullable(),
  after: z.unknown().nullable(),
  /** Why, where a reason was asked for. */
  reason: z.string().nullable(),
  requestId: z.string(),
  /** Of the event before it in the installation's chain, which may be of another project. */
  previousHash: z.string(),
  /** SHA-256 of previousHash, a newline, and the event as canonical JSON. */
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

const SearchText = z.string().trim().min(1).max(200);
/** Which events: all that fit every part that is given. */
export const AuditFilter = z.object({
  /** A part of a name. */
  who: SearchText.optional(),
  /** A code such as version.promote. */
  action: SearchText.optional(),
  /** A part of an object such as model:iris. */
  object: SearchText.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  /** Not included. */
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditChoices = z.object({ people: z.array(z.string()), actions: z.array(z.string()) });
export type AuditChoices = z.infer<typeof AuditChoices>;

export const AuditPage = z.object({ events: z.array(AuditEvent), nextCursor: z.string().nullable() });
export type AuditPage = z.infer<typeof AuditPage>;

/** For how many whole UTC days before today the log is kept: predictions, errors, and what people and systems said of them. */
export const Retention = z.strictObject({ days: z.int().min(1).max(400).default(400) });
export type Retention = z.infer<typeof Retention>;

/**
 * feedback-settled: a review settled what the person had reported; answer-fixed: a version that became champion answers the row as the review
 * said; answer-learnt: one that was trained with the row became champion, which proves nothing about its answer; thread-…: somebody wrote in a thread in which the person took part, resolved it, or took it up again;
 * promotion-paused: a stage waits for a person, because its guards had too little to tell for too long.
 */
export const NOTIFICATION_KINDS = [
  'feedback-settled',
  'answer-fixed',
  'answer-learnt',
  'thread-comment',
  'thread-resolved',
  'thread-reopened',
  'promotion-paused',
] as const;
export const NotificationKind = z.enum(NOTIFICATION_KINDS);
export type NotificationKind = z.infer<typeof NotificationKind>;

export const Notification = z.object({
  id: z.uuid(),
  kind: NotificationKind,
  /** What its sentence is filled with: the model, the outcome, the value, the version. */
  values: z.record(z.string(), z.string()),
  /** The page that shows it. */
  link: z.string(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type Notification = z.infer<typeof Notification>;
export const NotificationPage = z.object({
  notifications: z.array(Notification),
  unread: z.int(),
  nextCursor: z.uuid().nullable(),
});
export type NotificationPage = z.infer<typeof NotificationPage>;
export const ReadNotifications = z.strictObject({
  /** Left out: all. */
  ids: z.array(z.uuid()).max(200).optional(),
});
