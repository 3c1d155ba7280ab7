/**
 * Bytes of memory that a trial may work in. Addresses in it are below 2^31, so that `address >> 2` is the place of a
 * number; a larger trial is refused before it runs.
 */
export const TRIAL_MEMORY_LIMIT = 2_147_483_648
