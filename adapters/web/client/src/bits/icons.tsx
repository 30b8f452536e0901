import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const Logo = () => (
  <svg className="logo" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M5 7c6.500 0 7.500 10 14 10" />
    <path d="M5 17c2.600 0 4.300-1.600 5.600-3.600" opacity=".55" />
    <path d="M13.400 10.600C14.700 8.600 16.400 7 19 7" opacity=".55" />
  </svg>
);

export const SendIcon = () => (
  <Icon>
    <path d="M8 13V3.500M4 7.500l4-4 4 4" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="M9.500 3.500 5 8l4.500 4.500" />
  </Icon>
);

export const NextIcon = () => (
  <Icon>
    <path d="M6.500 3.500 11 8l-4.500 4.500" />
  </Icon>
);

export const ExpandIcon = () => (
  <Icon>
    <path d="m4.500 6.500 3.500 3.500 3.500-3.500" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);

export const LockIcon = () => (
  <Icon>
    <path d="M5 7.500V5.500a3 3 0 0 1 6 0v2M4 7.500h8v5.500H4z" />
  </Icon>
);

export const ReplyIcon = () => (
  <Icon>
    <path d="M6.500 4 3 7.500 6.500 11M3 7.500h6.500a3.500 3.500 0 0 1 3.500 3.500v1.500" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M3.500 8h.01M8 8h.01M12.500 8h.01" strokeWidth="2.2" />
  </Icon>
);

export const OfflineIcon = () => (
  <Icon>
    <path d="M2.500 6a8 8 0 0 1 11 0M5 8.700a4.500 4.500 0 0 1 6 0M8 11.800h.01M3 13 13 3" />
  </Icon>
);

export const RestartIcon = () => (
  <Icon>
    <path d="M3.500 8a4.500 4.500 0 1 0 1.400-3.300M3.500 2.800v2.400h2.400" />
  </Icon>
);

export const RemoveIcon = () => (
  <Icon>
    <path d="M6.500 3H3v10h3.500M6.500 8H13M10.500 5.500 13 8l-2.500 2.500" />
  </Icon>
);

export const InviteIcon = () => (
  <Icon>
    <path d="M9.500 3H13v10H9.500M3 8h6.500M7 5.500 9.500 8 7 10.500" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M9 2.500H4.500v11h7V5L9 2.500V5h2.500" />
  </Icon>
);
