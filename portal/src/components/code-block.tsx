import type { ReactElement, ReactNode } from 'react';
import { formatJson } from '../format/format-json.ts';
import { CopyButton } from './copy-button.tsx';

interface Props {
  title: string;
  text: string;
  note?: ReactNode;
  /** Laid out for reading; what is copied is as it came either way. */
  json?: boolean;
}

/** A long text, which scrolls within itself. */
export function CodeBlock({ title, text, note, json = false }: Props): ReactElement {
  return (
    <section className="code-block" aria-label={title}>
      <div className="code-block-head">
        <h3>{title}</h3>
        <CopyButton text={text} what={title} />
      </div>
      {note}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <pre tabIndex={0}>
        {text === '' ? <span className="muted">(empty)</span> : json ? formatJson(text) : text}
      </pre>
    </section>
  );
}
