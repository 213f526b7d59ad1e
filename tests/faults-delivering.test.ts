import { describeFaultTable } from './support/faults/describe-fault-table.ts';
import { DELIVERING } from './support/faults/scenarios/delivering.ts';
import { RECOVERING } from './support/faults/scenarios/recovering.ts';

describeFaultTable([...DELIVERING, ...RECOVERING]);
