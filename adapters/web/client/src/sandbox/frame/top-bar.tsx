import './frame.css';
import { Bar } from '../../bits/bar.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import { StartOver } from './start-over.tsx';

export const TopBar = () => (
  <Bar>
    <span className="sandbox-tag" title="Everybody here is invented, and you are everybody">
      Sandbox
    </span>
    <ConnectionStatus />
    <StartOver />
  </Bar>
);
