/** The database that the set-up has migrated. */
export const TEMPLATE = 'switchboard_template';

/** Where the set-up tells the tests of the template's tables, between commas. */
export const TEMPLATE_VARIABLE = 'SWITCHBOARD_TEST_TEMPLATE';

/** The names of its tables; none where the set-up has made none. */
export const readTemplate = (): string[] => (process.env[TEMPLATE_VARIABLE] ?? '').split(',').filter(Boolean);
