import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** The one address an engine may be asked at. */
export interface AllowedAddress {
  /** Base address; absent for an engine without one. */
  readonly address?: string;
  /** The user's own entry says that it lies on this machine or in the house: then it may, and http will do. */
  readonly isPrivate: boolean;
}

/** The address as a URL when the engine itself may be asked there, with its key; otherwise why not. */
export function ownUrl(text: string, allowed: AllowedAddress): URL | { readonly says: string } {
  const url = urlOf(text);
  const base = allowed.address === undefined ? undefined : urlOf(allowed.address);
  if (url === undefined || base === undefined) return { says: "it is no address, or this engine has none" };
  if (url.origin !== base.origin || url.username !== "" || url.password !== "")
    return { says: `${url.host} is not the engine's own address ${base.host}` };
  return allowed.isPrivate ? url : (inside(url) ?? url);
}

/** The address as a URL when footage may be brought from there; otherwise why not. */
export function footageUrl(text: string, allowed: AllowedAddress): URL | { readonly says: string } {
  const url = urlOf(text);
  if (url === undefined || url.username !== "" || url.password !== "") return { says: "it is no address of a file" };
  if (isOwn(url, allowed)) return url;
  return inside(url) ?? url;
}

/** True for the private address that the user's own entry names, and nothing beside it. */
export function isOwn(url: URL, allowed: AllowedAddress): boolean {
  return allowed.isPrivate && isAtAddress(url, allowed);
}

/** True where the engine itself is. */
export function isAtAddress(url: URL, { address }: AllowedAddress): boolean {
  return address !== undefined && url.origin === urlOf(address)?.origin;
}

/** Why an address is not on the open internet by its looks; what its name resolves to is checked when it is connected to. */
function inside(url: URL): { readonly says: string } | undefined {
  if (url.protocol !== "https:") return { says: `${url.protocol} is not https` };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) !== 0 && !isPublicAddress(host) ? { says: `${host} is not on the open internet` } : undefined;
}

function urlOf(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "https:" || url?.protocol === "http:" ? url : undefined;
}
