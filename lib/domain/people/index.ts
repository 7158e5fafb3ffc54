// People: projects, who belongs to them as what, keys of programs, and the one authorisation function.
// Promises that a secret is shown once and stored only as a hash, and that every change leaves an audit event.
export { acceptInvitation } from './accept-invitation';
export { bearerOf, hashKeyText, isKeyText } from './api-key';
export { createKey } from './create-key';
export { createProject } from './create-project';
export { exportAuditEvents } from './export-audit-events';
export { createInvitation, getOpenInvitation, listInvitations, revokeInvitation } from './invitations';
export { listAuditChoices, listAuditEvents } from './list-audit-events';
export { listKeys } from './list-keys';
export { getMe, signOutEverywhere, updateMe } from './me';
export { changeRole, listPeople, removePerson, signOutPerson } from './members';
export { nameCallers, nameProject } from './name-callers';
export { listNotifications, notify, readNotifications } from './notifications';
export * from './operations';
export { listPeopleOfRole } from './people-of-role';
export { authorise, isAllowed, PERMISSIONS, type Permission, requireProject, roleIn } from './permission';
export { createOwnProject, listProjects } from './projects';
export { getRetention, listRetentions, setRetention } from './retention';
export { revokeKey } from './revoke-key';
export { findSessionPerson, forgetSession } from './session-person';
export { createSetupToken, getSetUpState, setUp } from './set-up';
export { type SignedIn, signIn } from './sign-in';
export { signInWithProvider } from './sign-in-with-provider';
export { findKeyActor, findProjectRow, listProjectRows, touchKeys } from './store';
export { claimNotificationMail, eraseNotifications, settleNotificationMail } from './store-notifications';
export type { PersonActor } from './store-persons';
export { leaseRates } from './store-rates';
