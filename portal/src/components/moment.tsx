import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { formatTime, relativeAge } from '../format/format-time.ts';
import { useNow } from '../state/use-now.ts';

const AGE_EVERY_MS = 15_000;

/** A time in the reader's zone; the exact one in UTC on hover and on focus. */
export function Moment({ iso, age = false }: { iso: string; age?: boolean }): ReactElement {
  return (
    <span className="moment">
      <Tooltip.Root>
        <Tooltip.Trigger
          delay={150}
          closeOnClick={false}
          render={(props) => (
            <time
              {...props}
              dateTime={iso}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time is to be had by keyboard too.
              tabIndex={0}
            />
          )}
        >
          {formatTime(iso)}
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Positioner sideOffset={6} className="tooltip-positioner">
            <Tooltip.Popup className="tooltip" role="tooltip">
              {iso}
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      </Tooltip.Root>
      {age && <Age iso={iso} />}
    </span>
  );
}

function Age({ iso }: { iso: string }): ReactElement {
  return <span className="age">{relativeAge(iso, useNow(AGE_EVERY_MS))}</span>;
}
