import { type ReactElement, useEffect, useState } from 'react';
import { issueFor } from '../api/issue-for.ts';
import { DELIVERY_FILTERS } from '../format/deliveries-query-of.ts';
import { EVENT_NAMES } from '../format/event-names.ts';
import { useQueryState } from '../state/use-query-state.ts';
import { Button } from './button.tsx';
import { SelectField } from './select-field.tsx';
import { TextField } from './text-field.tsx';

const DIRECTIONS = [
  ['', 'Both'],
  ['outgoing', 'Outgoing'],
  ['incoming', 'Incoming'],
] as const;
const OUTCOMES = [
  ['', 'Any'],
  ['success', 'Success (2xx)'],
  ['failure', 'Failure (another answer)'],
  ['error', 'Error (no answer)'],
] as const;
const TIMES = [
  ['', 'All (7 days)'],
  ['3600', 'Last hour'],
  ['86400', 'Last 24 hours'],
  ['604800', 'Last 7 days'],
] as const;
const EVENTS = [['', 'Any'], ...EVENT_NAMES.map((name) => [name, name] as const)] as const;

/** The filters of the delivery log. All of them are in the address, so that a link shows the same list. */
export function DeliveryFilters({ error }: { error: unknown }): ReactElement {
  const { params, change } = useQueryState();
  // A cursor belongs to the filters that it was made with.
  const set = (name: string) => (value: string) => change({ [name]: value.trim(), cursor: null });
  const of = (name: string): string => params.get(name) ?? '';
  const active = DELIVERY_FILTERS.filter((name) => params.has(name));
  return (
    <fieldset className="filters">
      <legend className="visually-hidden">Filters</legend>
      <SelectField
        label="Direction"
        value={of('direction')}
        onChange={set('direction')}
        options={DIRECTIONS}
      />
      <SelectField label="Outcome" value={of('outcome')} onChange={set('outcome')} options={OUTCOMES} />
      <SelectField label="Event type" value={of('event')} onChange={set('event')} options={EVENTS} />
      <SelectField label="Time" value={of('since_seconds')} onChange={set('since_seconds')} options={TIMES} />
      <TypedFilter
        label="Status code"
        value={of('status_code')}
        onSet={set('status_code')}
        inputMode="numeric"
        problem={(value) => (/^([1-5]\d\d)?$/.test(value) ? undefined : 'A number from 100 to 599.')}
        error={issueFor(error, 'status_code')}
      />
      <TypedFilter
        label="Reference id"
        value={of('reference_id')}
        onSet={set('reference_id')}
        mono
        error={issueFor(error, 'reference_id')}
      />
      <div className="filters-clear">
        <Button
          kind="quiet"
          disabled={active.length === 0}
          onClick={() => change(Object.fromEntries([...active, 'cursor'].map((name) => [name, null])))}
        >
          Clear filters
        </Button>
      </div>
    </fieldset>
  );
}

interface TypedProps {
  label: string;
  value: string;
  onSet: (value: string) => void;
  mono?: boolean;
  inputMode?: 'numeric';
  problem?: (value: string) => string | undefined;
  error?: string | undefined;
}

/** A filter that is typed: it counts with Enter, or when the field is left. */
function TypedFilter({ value, onSet, problem, error, inputMode, ...rest }: TypedProps): ReactElement {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const wrong = problem?.(typed.trim());
  function commit(): void {
    if (wrong === undefined && typed.trim() !== value) onSet(typed);
  }
  return (
    <TextField
      {...rest}
      {...(inputMode && { inputMode })}
      value={typed}
      onChange={setTyped}
      error={wrong ?? error}
      autoComplete="off"
      spellCheck={false}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
