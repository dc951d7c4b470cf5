/** Vendors that are emulated here. */
export const VENDOR_NAMES = ["runway", "fal"] as const;
export type VendorName = (typeof VENDOR_NAMES)[number];
