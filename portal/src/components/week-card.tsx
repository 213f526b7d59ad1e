import type { ReactElement } from 'react';
import { useWeek } from '../api/use-deliveries.ts';
import { Card } from './card.tsx';
import { Loaded } from './loaded.tsx';
import { WeekChart } from './week-chart.tsx';

export function WeekCard({ atsId }: { atsId: string }): ReactElement {
  return (
    <Card title="Outgoing, last 7 days">
      <div className="week">
        <Loaded query={useWeek(atsId)} what="the week" lines={5}>
          {({ days }) => <WeekChart days={days} />}
        </Loaded>
      </div>
    </Card>
  );
}
