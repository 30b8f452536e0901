import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zip } from './zip.ts';

/** The app's manifest and its icons. */
const APP = join(import.meta.dirname, '..');

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** What of the product's variables the app's package needs. */
export type PackageVariables = Readonly<Partial<Record<'MICROSOFT_APP_ID' | 'PUBLIC_URL', string>>>;

/**
 * The app's package, to upload in Teams: its manifest, filled in, and both icons
 * (learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package).
 * @throws Error that says what is to be set, and how
 */
export function packageApp(variables: PackageVariables): Buffer {
  const { appId, url } = check(variables);
  const manifest = readFileSync(join(APP, 'manifest.json'), 'utf8')
    .replaceAll('${{MICROSOFT_APP_ID}}', appId)
    .replaceAll('${{PUBLIC_URL}}', url.origin)
    .replaceAll('${{PUBLIC_HOST}}', url.host);
  const icon = (name: string) => readFileSync(join(APP, 'icons', name));
  return zip({
    'manifest.json': Buffer.from(manifest),
    'color.png': icon('color.png'),
    'outline.png': icon('outline.png'),
  });
}

function check({ MICROSOFT_APP_ID: appId = '', PUBLIC_URL: publicUrl = '' }: PackageVariables) {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  const faults = [
    ...(UUID.test(appId) ? [] : ['MICROSOFT_APP_ID: set it to the Application (client) ID of your Azure bot']),
    ...(url?.protocol === 'https:'
      ? []
      : ['PUBLIC_URL: set it to the address at which Teams reaches you, like https://desk.example.com']),
  ];
  if (faults.length > 0 || !url) throw new Error(faults.join('\n'));
  return { appId: appId.toLowerCase(), url };
}
