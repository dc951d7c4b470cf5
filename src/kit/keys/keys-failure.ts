/** Why keys could not be made or read; `hint` says what to type. Never holds key material. */
export interface KeysFailure {
  readonly code:
    | "KEYS_EXIST"
    | "KEYS_INSIDE_REPOSITORY"
    | "KEYS_MISSING"
    /** Chain and key are there; what signs locks and journal is not. */
    | "KEYS_NO_LOCK_KEY"
    | "KEYS_PASSWORD"
    /** The certificate is not made for signing claims, or its chain has a gap. */
    | "KEYS_UNFIT"
    | "KEYS_BROKEN"
    | "KEYS_READABLE_BY_OTHERS"
    | "KEYS_DO_NOT_MATCH";
  readonly message: string;
  readonly hint: string;
}
