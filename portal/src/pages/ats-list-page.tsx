import { type ReactElement, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useAtsList } from '../api/use-ats-list.ts';
import { AtsTable } from '../components/ats-table.tsx';
import { Card } from '../components/card.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Pager } from '../components/pager.tsx';
import { StaffBanner } from '../components/staff-banner.tsx';
import { TextField } from '../components/text-field.tsx';
import { useQueryState } from '../state/use-query-state.ts';

const TYPING_MS = 300;

export function AtsListPage(): ReactElement {
  const { params } = useQueryState();
  const query = useAtsList(queryOf(params));
  return (
    <Page
      title="ATSs"
      above={<StaffBanner />}
      actions={
        <Link href="/onboard" className="button button-primary">
          Onboard an ATS
        </Link>
      }
    >
      <Card title="All ATSs">
        <Search />
        <Loaded query={query} what="the ATSs" lines={10}>
          {(page) => (
            <div
              className={query.isPlaceholderData ? 'stale' : undefined}
              aria-busy={query.isPlaceholderData}
            >
              <AtsTable entries={page.data} searched={params.has('q')} />
              <Pager next={page.next_cursor} what="ATSs" first="First" />
            </div>
          )}
        </Loaded>
      </Card>
    </Page>
  );
}

function Search(): ReactElement {
  const { params, change } = useQueryState();
  const q = params.get('q') ?? '';
  const [typed, setTyped] = useState(q);
  // A space at the end may be followed by another word.
  useEffect(() => setTyped((before) => (before.trim() === q ? before : q)), [q]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the wait anew.
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => change({ q: typed.trim(), cursor: null }, { replace: true }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <search className="search">
      <TextField
        label="Search"
        type="search"
        value={typed}
        onChange={setTyped}
        maxLength={200}
        autoComplete="off"
        hint="Part of the id or the name."
      />
    </search>
  );
}

function queryOf(params: URLSearchParams): string {
  const query = new URLSearchParams();
  for (const name of ['q', 'cursor']) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  return query.toString();
}
