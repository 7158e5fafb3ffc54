import { readNotifications, readNotificationsOperation } from '@/lib/domain/people';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(readNotificationsOperation, ({ ctx, body }) => readNotifications(ctx, body));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
