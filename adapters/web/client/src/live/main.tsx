import '../styles/tokens.css';
import '../styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from '../server/query-client.ts';
import { App } from './app.tsx';
import { watchSession } from './session/watch-session.ts';

const client = createQueryClient();
watchSession(client);

const page = document.getElementById('page');
if (!page) throw new Error('The page has lost its root.');
createRoot(page).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
