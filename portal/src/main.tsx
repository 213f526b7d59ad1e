import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './main.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root');

createRoot(root).render(
  <StrictMode>
    <main>
      <h1>CarvOS portal</h1>
    </main>
  </StrictMode>,
);
