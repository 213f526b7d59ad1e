import type { ReactElement } from 'react';
import { useConfiguration } from '../api/use-configuration.ts';
import { ApiKeyCard } from '../components/api-key-card.tsx';
import { ConfigurationDetails } from '../components/configuration-details.tsx';
import { EditConfiguration } from '../components/edit-configuration.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { SecretsCard } from '../components/secrets-card.tsx';

export function ConfigurationPage({ atsId }: { atsId: string }): ReactElement {
  const query = useConfiguration(atsId);
  return (
    <Page title="My Configuration" lead="How your ATS is connected to CarvOS.">
      <Loaded query={query} what="the configuration" lines={14}>
        {(configuration) => (
          <>
            <ConfigurationDetails configuration={configuration}>
              <p className="hint">
                System fields (ATS ID, Status, Workspace Policy) are changed by Carv support.
              </p>
            </ConfigurationDetails>
            <ApiKeyCard atsId={atsId} />
            <SecretsCard configuration={configuration} />
            <EditConfiguration configuration={configuration} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
