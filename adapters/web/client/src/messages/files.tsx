import './files.css';
import type { WireFile } from '../../../wire.ts';
import { FileIcon } from '../bits/icons.tsx';

/** What is attached to a message. It is saved, and never shown in the place of the page. */
export const Files = ({ files }: { readonly files: readonly WireFile[] }) => (
  <ul className="files" aria-label="Files">
    {files.map((file, index) => (
      <li key={index}>
        <FileView file={file} />
      </li>
    ))}
  </ul>
);

function FileView({ file: { name, bytes, url } }: { readonly file: WireFile }) {
  const label = (
    <>
      <FileIcon />
      <bdi className="file-name">{name}</bdi>
      {bytes !== null && <span className="file-size">{sizeOf(bytes)}</span>}
    </>
  );
  if (url === null) return <span className="file file-left-out">{label} was left out</span>;
  return (
    <a className="file" href={url} download={name} rel="noopener noreferrer">
      {label}
    </a>
  );
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const STEP = 1024;

function sizeOf(bytes: number): string {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)), UNITS.length - 1);
  const unit = UNITS[power] ?? 'byte';
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 2 } as const;
  return new Intl.NumberFormat(undefined, format).format(bytes / STEP ** power);
}
