import { listNotifications, listNotificationsOperation } from '@/lib/domain/people';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const GET = endpoint(listNotificationsOperation, ({ ctx, query }) => listNotifications(ctx, query));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
