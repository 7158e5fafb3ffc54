import { BlockList, isIPv4 } from 'node:net';
import os from 'node:os';
import { isPublicAddress } from '../webhooks';

/** Cloud metadata and other link-local services, "this network", multicast and reserved: nobody's prediction service. */
const NEVER = new BlockList();
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4');
NEVER.addAddress('::', 'ipv6');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('fd00:ec2::', 32, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const familyOf = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6');

const isOwn = (address: string): boolean =>
  LOOPBACK.check(address, familyOf(address)) ||
  Object.values(os.networkInterfaces()).some((list) => list?.some((own) => own.address === address));

/** Whether no one may have the gateway call there: link-local, multicast, or one of our own ports on this machine. */
export const isNeverTarget = (address: string, port: number, ownPorts: ReadonlySet<number>): boolean =>
  NEVER.check(address, familyOf(address)) || (ownPorts.has(port) && isOwn(address));

/** Whether the gateway may call an address; one of a private network needs someone's leave. */
export const isOpenTarget = (
  address: string,
  target: { port: number; allowPrivate: boolean; ownPorts: ReadonlySet<number> },
): boolean =>
  !isNeverTarget(address, target.port, target.ownPorts) && (target.allowPrivate || isPublicAddress(address));
