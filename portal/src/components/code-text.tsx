import type { ReactElement } from 'react';
import { CopyButton } from './copy-button.tsx';

/** An id, with a way to copy it. */
export function CodeText({ text, what }: { text: string; what: string }): ReactElement {
  return (
    <span className="code-text">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
