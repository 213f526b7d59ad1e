import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { Page } from '../components/page.tsx';

export function NotFoundPage(): ReactElement {
  return (
    <Page title="Page not found" lead="There is no such page here. The address may be mistyped.">
      <p>
        <Link href="/">Go to the first page</Link>
      </p>
    </Page>
  );
}
