/** Where the set-up tells the tests of the bundle. */
export const BUNDLE_VARIABLE = 'SWITCHBOARD_TEST_BUNDLE';
