import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { packageApp } from './package-app.ts';

/** `npm run teams:package`: writes the app's package, with what .env or the environment says. */
const FILE = 'dist/teams/switchboard-teams.zip';

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const app = packageApp(process.env);
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, app);
  console.log(`Wrote ${FILE}. Upload it in Teams: Apps → Manage your apps → Upload an app.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
