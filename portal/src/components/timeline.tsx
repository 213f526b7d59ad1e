import type { ReactElement } from 'react';
import type { EventAnswer } from '../../../functions/shared/portal/schemas/event.ts';
import { Card } from './card.tsx';
import { Moment } from './moment.tsx';

type Step = EventAnswer['timeline'][number];

const NAMES: Record<Step['step'], string> = {
  accepted: 'Received',
  taken_by_ai: 'Handed to AI',
  result: 'Result',
  webhook_created: 'Webhook',
  attempt: 'Attempt',
  next: 'Next',
};

/** What happened, in order, then what comes next. */
export function Timeline({ steps }: { steps: readonly Step[] }): ReactElement {
  return (
    <Card title="Timeline">
      <ol className="timeline">
        {steps.map(({ at, step, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no ids, and keep their order.
          <li key={index} className={`step step-${step}`}>
            <span className="step-name">{NAMES[step]}</span>
            <span className="step-text">{text}</span>
            <Moment iso={at} age={step === 'next'} />
          </li>
        ))}
      </ol>
    </Card>
  );
}
