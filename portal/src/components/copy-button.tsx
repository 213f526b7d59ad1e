import { type ReactElement, useEffect, useState } from 'react';
import { Button } from './button.tsx';

interface Props {
  text: string;
  /** What is copied, for those who only hear the button. */
  what: string;
  label?: string;
}

const SHOWN_MS = 2500;

export function CopyButton({ text, what, label = 'Copy' }: Props): ReactElement {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setResult('copied');
    } catch {
      setResult('failed');
    }
  }

  const words = { copied: 'Copied', failed: 'Select and copy by hand' };
  return (
    <span className="copy">
      <Button kind="quiet" icon={result === 'copied' ? 'check' : 'copy'} onClick={() => void copy()}>
        {result === null ? label : words[result]}
        <span className="visually-hidden"> {what}</span>
      </Button>
      <span role="status" className="visually-hidden">
        {result && `${words[result]}: ${what}`}
      </span>
    </span>
  );
}
