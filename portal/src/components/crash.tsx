import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Where a page fails, it is said so, in place of an empty window. A new release may have replaced a file that is still asked for. */
export class Crash extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="alone">
        <h1>Something went wrong on this page</h1>
        <Notice tone="bad" alert title="The page could not be shown">
          <p>Reload it. If it stays so, contact Carv.</p>
          <Button icon="refresh" onClick={() => window.location.reload()}>
            Reload
          </Button>
        </Notice>
      </main>
    );
  }
}
