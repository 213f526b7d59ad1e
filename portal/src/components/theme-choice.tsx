import type { ReactElement } from 'react';
import { type Theme, useTheme } from '../state/use-theme.ts';
import { SelectField } from './select-field.tsx';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function ThemeChoice(): ReactElement {
  const [theme, setTheme] = useTheme();
  return (
    <SelectField
      label="Theme"
      value={theme}
      onChange={(value) => setTheme(value as Theme)}
      options={THEMES}
    />
  );
}
