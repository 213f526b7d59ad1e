import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyTheme, readTheme } from './state/use-theme.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/tables.css';
import './styles/dialogs.css';
import './styles/charts.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root');

applyTheme(readTheme());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
