import '../styles/tokens.css';
import '../styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from '../server/query-client.ts';
import { App } from './app.tsx';
import { createFeed } from './feed/feed.ts';
import { createReads, ReadsContext } from './feed/reads.ts';
import { FeedContext } from './feed/use-feed.ts';
import { startOutbox } from './outbox/outbox.ts';
import { worldQuery } from './world/use-world.ts';

const client = createQueryClient();
startOutbox(client, sessionStorage);

// What happens in the channels changes who has what: there is no need to wait for the next look.
const look = () => void client.invalidateQueries(worldQuery, { cancelRefetch: false });
const feed = createFeed(`ws://${location.host}/sandbox/feed`, look);
const reads = createReads();

const page = document.getElementById('page');
if (!page) throw new Error('The page has lost its root.');
createRoot(page).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <FeedContext value={feed}>
        <ReadsContext value={reads}>
          <App />
        </ReadsContext>
      </FeedContext>
    </QueryClientProvider>
  </StrictMode>,
);
