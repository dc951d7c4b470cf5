/** 0 done or no changes; 1 error; 2 changes or mismatch (plan --exit-code, verify); 3 waits for a person. */
export const EXIT = { done: 0, error: 1, changes: 2, waits: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
