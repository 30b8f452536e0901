import { CreateJobTables1795305600000 } from './1795305600000-create-job-tables.ts';

/** All migrations, oldest first. */
export const migrations = [CreateJobTables1795305600000];
