import { PlatformError } from '../../../src/chat/platform-error.ts';
import { PUBLIC_CLOUD, type TeamsConfig } from '../teams-config.ts';

const LOOPBACK = '127.0.0.1';

/**
 * An address at which Microsoft gives a file of SharePoint or OneDrive to whoever has it.
 * @throws PlatformError for any other: whoever made us ask there would reach what only we can
 */
export function fileUrl(address: string, { cloud = PUBLIC_CLOUD }: Pick<TeamsConfig, 'cloud'>): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isBare = url?.username === '' && url.password === '';
  const isMicrosofts =
    url?.protocol === 'https:' && url.port === '' && SUFFIXES.some((suffix) => url.hostname.endsWith(suffix));
  // Whoever has set another cloud, has set it on their own machine.
  const isOfCloud = url?.hostname === LOOPBACK && cloud.serviceHosts.includes(url.host);
  if (url && isBare && (isMicrosofts || isOfCloud)) return url;
  throw new PlatformError('rejected', 'Teams names a host for a file that is none of Microsoft’s.');
}

/** learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges: SharePoint Online and OneDrive. */
const SUFFIXES = ['.sharepoint.com', '.sharepoint.us', '.svc.ms', '.1drv.com'];
