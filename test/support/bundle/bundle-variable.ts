/** Where the set-up tells the tests of the bundle. */
export const BUNDLE_VARIABLE = 'SWITCHBOARD_TEST_BUNDLE';

/** `yes` in the one process that leaves behind what is compiled of it. */
export const KEEPS_CODE_VARIABLE = 'SWITCHBOARD_TEST_KEEPS_CODE';
