import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT, PageLimit } from '@/lib/platform/http/page';
import {
  AcceptInvitation,
  ApiKey,
  AuditChoices,
  AuditFilter,
  AuditPage,
  CreatedApiKey,
  CreatedInvitation,
  Credentials,
  Invitation,
  Me,
  MeChange,
  Member,
  NewApiKey,
  NewInvitation,
  NotificationPage,
  OpenInvitation,
  Project,
  ProjectName,
  ProjectRole,
  ReadNotifications,
  Retention,
  SetUp,
  SetUpDone,
  SetUpState,
} from './schema';

const ById = z.object({ id: z.string() });
const ByPerson = z.object({ person: z.string() });
const ByToken = z.object({ token: z.string() });

export const getSetUpOperation = operation({
  method: 'GET',
  path: '/api/setup',
  summary: 'Whether this installation still waits for its first person',
  access: 'open',
  reply: SetUpState,
});
export const setUpOperation = operation({
  method: 'POST',
  path: '/api/setup',
  summary: 'Make the first person and project with the one-time token of the start-up link',
  access: 'open',
  body: SetUp,
  reply: SetUpDone,
  status: 201,
  alsoStatuses: [403, 409],
});
export const signInOperation = operation({
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with e-mail and password; sets the session cookie',
  access: 'open',
  body: Credentials,
  reply: z.object({ name: z.string(), email: z.string() }),
  alsoStatuses: [401, 429],
});
export const signOutOperation = operation({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out of this browser',
  access: 'open',
  reply: NO_CONTENT,
  status: 204,
  alsoStatuses: [403],
});
export const getMeOperation = operation({
  method: 'GET',
  path: '/api/me',
  summary: 'The signed-in person and their projects',
  access: 'signed-in',
  reply: Me,
});
export const listNotificationsOperation = operation({
  method: 'GET',
  path: '/api/me/notifications',
  summary: 'What the signed-in person was told, newest first, and how much of it is unread',
  access: 'signed-in',
  query: z.object({ cursor: z.uuid().optional(), limit: PageLimit }),
  reply: NotificationPage,
});
export const readNotificationsOperation = operation({
  method: 'POST',
  path: '/api/me/notifications/read',
  summary: 'Mark notifications as read: those that are named, or all',
  access: 'signed-in',
  body: ReadNotifications,
  reply: z.object({ unread: z.int() }),
});
export const updateMeOperation = operation({
  method: 'PATCH',
  path: '/api/me',
  summary: 'Change name, language or password; a new password ends all other sessions',
  access: 'signed-in',
  body: MeChange,
  reply: Me,
});
export const signOutEverywhereOperation = operation({
  method: 'POST',
  path: '/api/me/sign-out-everywhere',
  summary: 'End all sessions of the signed-in person',
  access: 'signed-in',
  reply: NO_CONTENT,
  status: 204,
});
export const listProjectsOperation = operation({
  method: 'GET',
  path: '/api/projects',
  summary: 'The projects of the caller',
  access: 'signed-in',
  reply: z.object({ projects: z.array(Project.extend({ role: ProjectRole.nullable() })) }),
});
export const createProjectOperation = operation({
  method: 'POST',
  path: '/api/projects',
  summary: 'Make a project (owner of the installation)',
  access: 'signed-in',
  body: z.strictObject({ name: ProjectName }),
  reply: Project,
  status: 201,
  alsoStatuses: [409],
});
export const getRetentionOperation = operation({
  method: 'GET',
  path: '/api/retention',
  summary: 'For how many days the log of the project is kept',
  access: 'retention.manage',
  reply: Retention,
});
export const setRetentionOperation = operation({
  method: 'PUT',
  path: '/api/retention',
  summary: 'Change for how many days the log is kept; fewer days delete rows for good and want the project’s name',
  access: 'retention.manage',
  body: Retention.extend({ name: z.string().max(200).optional() }),
  reply: Retention,
});
export const listPeopleOperation = operation({
  method: 'GET',
  path: '/api/people',
  summary: 'The people of the project',
  access: 'people.view',
  reply: z.object({ people: z.array(Member) }),
});
export const changeRoleOperation = operation({
  method: 'PATCH',
  path: '/api/people/{person}',
  summary: 'Give a person of the project another role',
  access: 'people.manage',
  params: ByPerson,
  body: z.strictObject({ role: ProjectRole }),
  reply: Member,
  alsoStatuses: [409],
});
export const removePersonOperation = operation({
  method: 'DELETE',
  path: '/api/people/{person}',
  summary: 'Take a person out of the project',
  access: 'people.manage',
  params: ByPerson,
  reply: Member,
  alsoStatuses: [409],
});
export const signOutPersonOperation = operation({
  method: 'POST',
  path: '/api/people/{person}/sign-out-everywhere',
  summary: 'End all sessions of a person of the project',
  access: 'people.manage',
  params: ByPerson,
  reply: Member,
});
export const listInvitationsOperation = operation({
  method: 'GET',
  path: '/api/invitations',
  summary: 'The invitations of the project',
  access: 'people.view',
  reply: z.object({ invitations: z.array(Invitation) }),
});
export const createInvitationOperation = operation({
  method: 'POST',
  path: '/api/invitations',
  summary: 'Make an invitation link, valid for 7 days; its token is shown once',
  access: 'people.manage',
  body: NewInvitation,
  reply: CreatedInvitation,
  status: 201,
});
export const getInvitationOperation = operation({
  method: 'GET',
  path: '/api/invitations/{token}',
  summary: 'What an invitation link is for',
  access: 'open',
  params: ByToken,
  reply: OpenInvitation,
});
export const revokeInvitationOperation = operation({
  method: 'DELETE',
  path: '/api/invitations/{token}',
  summary: 'End an invitation, named by its id',
  access: 'people.manage',
  params: ByToken,
  reply: Invitation,
  alsoStatuses: [409],
});
export const acceptInvitationOperation = operation({
  method: 'POST',
  path: '/api/invitations/{token}/accept',
  summary: 'Join a project by its link, signed in or with a new account',
  access: 'open',
  params: ByToken,
  body: AcceptInvitation,
  reply: z.object({ project: Project, email: z.string() }),
  status: 201,
  alsoStatuses: [401, 403, 409],
});
export const listKeysOperation = operation({
  method: 'GET',
  path: '/api/keys',
  summary: 'The API keys of the project',
  access: 'key.view',
  reply: z.object({ keys: z.array(ApiKey) }),
});
export const createKeyOperation = operation({
  method: 'POST',
  path: '/api/keys',
  summary: 'Make an API key; its text is shown once',
  access: 'key.manage',
  body: NewApiKey,
  reply: CreatedApiKey,
  status: 201,
});
export const revokeKeyOperation = operation({
  method: 'DELETE',
  path: '/api/keys/{id}',
  summary: 'End an API key',
  access: 'key.manage',
  params: ById,
  reply: ApiKey,
});
export const listAuditEventsOperation = operation({
  method: 'GET',
  path: '/api/audit-events',
  summary: 'Who did what in the project, newest first',
  access: 'audit.view',
  query: AuditFilter.extend({
    cursor: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
    limit: PageLimit,
  }),
  reply: AuditPage,
});
export const listAuditChoicesOperation = operation({
  method: 'GET',
  path: '/api/audit-events/choices',
  summary: 'The names and actions that the events of the project have',
  access: 'audit.view',
  reply: AuditChoices,
});
export const exportAuditEventsOperation = operation({
  method: 'GET',
  path: '/api/audit-events/export',
  summary: 'The events that a filter leaves, with their hashes, oldest first, as a CSV or JSON Lines file',
  access: 'audit.view',
  query: AuditFilter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }),
  reply: { contentType: 'text/csv', description: 'CSV, or one JSON object a line.' },
});

export const PEOPLE_OPERATIONS: readonly Operation[] = [
  getSetUpOperation,
  setUpOperation,
  signInOperation,
  signOutOperation,
  getMeOperation,
  updateMeOperation,
  listNotificationsOperation,
  readNotificationsOperation,
  signOutEverywhereOperation,
  listProjectsOperation,
  createProjectOperation,
  getRetentionOperation,
  setRetentionOperation,
  listPeopleOperation,
  changeRoleOperation,
  removePersonOperation,
  signOutPersonOperation,
  listInvitationsOperation,
  createInvitationOperation,
  getInvitationOperation,
  revokeInvitationOperation,
  acceptInvitationOperation,
  listKeysOperation,
  createKeyOperation,
  revokeKeyOperation,
  listAuditEventsOperation,
  listAuditChoicesOperation,
  exportAuditEventsOperation,
];
