import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Where nobody on the internet answers: this machine, its neighbours, test and multicast ranges. */
const NOT_PUBLIC: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Global unicast is 2000::/3; in it, ranges that carry an IPv4 address inside could lead anywhere. */
const NOT_PUBLIC_SIX: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
];

const closed = new BlockList();
for (const [net, prefix] of NOT_PUBLIC) closed.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of NOT_PUBLIC_SIX) closed.addSubnet(net, prefix, "ipv6");
const globalSix = new BlockList();
globalSix.addSubnet("2000::", 3, "ipv6");

export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, "ipv4");
  return family === 6 && globalSix.check(address, "ipv6") && !closed.check(address, "ipv6");
}

/** Code of the error with which a name is refused that leads to an address inside. */
export const NOT_PUBLIC_CODE = "SHOTLOCK_NOT_PUBLIC";

/** What asks the name servers; every address of the name, as the system knows it. */
export type ResolveName = (
  hostname: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export const systemResolve: ResolveName = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, found) => (error === null ? resolve(found) : reject(error)));
  });

/**
 * Resolves a name for a connection and refuses it when one of its addresses is not public. The connection is made to the
 * address that was checked, so a name that answers differently a moment later changes nothing.
 */
export function publicLookup(resolveName: ResolveName): LookupFunction {
  return (hostname, options, done) => {
    resolveName(hostname).then(
      (found) => {
        const inside = found.find(({ address }) => !isPublicAddress(address));
        const [first] = found;
        if (inside !== undefined || first === undefined) {
          const says = inside === undefined ? `${hostname} has no address` : `${hostname} leads to ${inside.address}`;
          done(Object.assign(new Error(says), { code: NOT_PUBLIC_CODE }), "", 0);
        } else if (options.all === true) done(null, [...found]);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, "", 0),
    );
  };
}
