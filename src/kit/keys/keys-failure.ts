/** Why keys could not be made or read; `hint` says what to type. Never holds key material. */
export interface KeysFailure {
  readonly code:
    | "KEYS_EXIST"
    | "KEYS_INSIDE_REPOSITORY"
    | "KEYS_MISSING"
    | "KEYS_BROKEN"
    | "KEYS_READABLE_BY_OTHERS"
    | "KEYS_DO_NOT_MATCH";
  readonly message: string;
  readonly hint: string;
}
