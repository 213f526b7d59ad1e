import type { ReactElement } from 'react';
import { formatDuration } from '../format/format-duration.ts';
import { formatWeekday } from '../format/format-time.ts';
import type { Days } from './week-chart.tsx';

const WIDTH = 420;
const TOP = 18;
const BOTTOM = 130;

/** The median and p95 of each day; days without attempts leave a gap. */
export function WeekTimes({ days }: { days: Days }): ReactElement {
  const longest = Math.max(1, ...days.map((day) => day.p95_ms ?? 0));
  const step = WIDTH / days.length;
  const xOf = (index: number): number => (index + 0.5) * step;
  const yOf = (ms: number): number => BOTTOM - (ms / longest) * (BOTTOM - TOP);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} 155`}
      role="img"
      aria-label={`Median and p95 response time by day, up to ${formatDuration(longest)}`}
      className="chart"
    >
      <line className="axis" x1="0" y1={BOTTOM} x2={WIDTH} y2={BOTTOM} />
      <line className="grid" x1="0" y1={TOP} x2={WIDTH} y2={TOP} />
      <text x="0" y={TOP - 5}>
        {formatDuration(longest)}
      </text>
      {(['p95', 'median'] as const).map((kind) => (
        <g key={kind} className={`line-${kind}`}>
          <path
            d={pathOf(
              days.map((day) => day[`${kind}_ms`]),
              xOf,
              yOf,
            )}
          />
          {days.map((day, index) => {
            const ms = day[`${kind}_ms`];
            return ms === null ? null : <circle key={day.to} cx={xOf(index)} cy={yOf(ms)} r="3.5" />;
          })}
        </g>
      ))}
      {days.map((day, index) => (
        <text key={day.to} x={xOf(index)} y={BOTTOM + 17} textAnchor="middle">
          {formatWeekday(day.to)}
        </text>
      ))}
    </svg>
  );
}

function pathOf(
  values: readonly (number | null)[],
  xOf: (index: number) => number,
  yOf: (ms: number) => number,
): string {
  let drawing = false;
  return values
    .map((ms, index) => {
      const command = drawing ? 'L' : 'M';
      drawing = ms !== null;
      return ms === null ? '' : `${command}${xOf(index).toFixed(1)} ${yOf(ms).toFixed(1)}`;
    })
    .join('');
}
