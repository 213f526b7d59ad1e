import type { ReactElement } from 'react';
import { formatWeekday } from '../format/format-time.ts';
import { attemptsOf } from '../format/summarise-week.ts';
import type { Days } from './week-chart.tsx';

const WIDTH = 420;
const TOP = 18;
const BOTTOM = 130;
const OUTCOMES = ['success', 'failure', 'error'] as const;

/** A bar for each day, stacked by outcome. */
export function WeekBars({ days, summary }: { days: Days; summary: string }): ReactElement {
  const most = Math.max(...days.map(attemptsOf));
  const step = WIDTH / days.length;
  return (
    <svg viewBox={`0 0 ${WIDTH} 155`} role="img" aria-label={summary} className="chart">
      <line className="axis" x1="0" y1={BOTTOM} x2={WIDTH} y2={BOTTOM} />
      {days.map((day, index) => {
        const x = index * step + step * 0.2;
        const total = attemptsOf(day);
        let y = BOTTOM;
        return (
          <g key={day.to}>
            {OUTCOMES.map((outcome) => {
              const height = (day[outcome] / most) * (BOTTOM - TOP);
              y -= height;
              return (
                <rect
                  key={outcome}
                  className={`bar-${outcome}`}
                  x={x}
                  y={y}
                  width={step * 0.6}
                  height={height}
                />
              );
            })}
            {total > 0 && (
              <text x={x + step * 0.3} y={y - 5} textAnchor="middle">
                {total}
              </text>
            )}
            <text x={x + step * 0.3} y={BOTTOM + 17} textAnchor="middle">
              {formatWeekday(day.to)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
