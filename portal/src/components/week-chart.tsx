import type { ReactElement } from 'react';
import type { WeekAnswer } from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { formatDay } from '../format/format-time.ts';
import { attemptsOf, summariseWeek } from '../format/summarise-week.ts';
import { WeekBars } from './week-bars.tsx';
import { WeekTimes } from './week-times.tsx';

export type Days = WeekAnswer['days'];

/** Outcomes and response times by day: two small pictures, a sentence, and the numbers as a table for those who do not see them. */
export function WeekChart({ days }: { days: Days }): ReactElement {
  const summary = summariseWeek(days);
  if (days.every((day) => attemptsOf(day) === 0)) return <p className="muted">{summary}</p>;
  return (
    <>
      <div className="charts">
        <figure>
          <figcaption>
            Attempts by outcome
            <span className="legend">
              <span className="key key-success">Success</span>
              <span className="key key-failure">Failure</span>
              <span className="key key-error">Error</span>
            </span>
          </figcaption>
          <WeekBars days={days} summary={summary} />
        </figure>
        <figure>
          <figcaption>
            Response time
            <span className="legend">
              <span className="key key-median">Median</span>
              <span className="key key-p95">p95</span>
            </span>
          </figcaption>
          <WeekTimes days={days} />
        </figure>
      </div>
      {/* A table by itself does not shrink out of sight. */}
      <div className="visually-hidden">
        <WeekTable days={days} />
      </div>
    </>
  );
}

function WeekTable({ days }: { days: Days }): ReactElement {
  return (
    <table>
      <caption>Outgoing webhooks by day</caption>
      <thead>
        <tr>
          {['Day', 'Success', 'Failure', 'Error', 'Median', 'p95'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.to}>
            <th scope="row">{formatDay(day.to)}</th>
            <td>{day.success}</td>
            <td>{day.failure}</td>
            <td>{day.error}</td>
            <td>{inMs(day.median_ms)}</td>
            <td>{inMs(day.p95_ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inMs(ms: number | null): string {
  return ms === null ? 'none' : `${Math.round(ms)} ms`;
}
