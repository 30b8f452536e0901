import './frame.css';
import { ProductAvatar } from '../bits/avatar.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import { StartOver } from './start-over.tsx';

export function TopBar() {
  return (
    <header className="top-bar">
      <ProductAvatar />
      <h1>Switchboard</h1>
      <span className="sandbox-tag" title="Everybody here is invented, and you are everybody">
        Sandbox
      </span>
      <ConnectionStatus />
      <StartOver />
    </header>
  );
}
