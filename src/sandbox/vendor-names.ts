/** Vendors that are emulated here. */
export const VENDOR_NAMES = ["runway", "fal", "comfyui"] as const;
export type VendorName = (typeof VENDOR_NAMES)[number];
