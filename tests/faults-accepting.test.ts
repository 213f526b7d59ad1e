import { describeFaultTable } from './support/faults/describe-fault-table.ts';
import { ACCEPTING } from './support/faults/scenarios/accepting.ts';
import { PROCESSING } from './support/faults/scenarios/processing.ts';

describeFaultTable([...ACCEPTING, ...PROCESSING]);
