import type { ReactElement } from 'react';

interface Props {
  title: string;
  headers: Record<string, string>;
}

export function HeaderTable({ title, headers }: Props): ReactElement | null {
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <table className="headers">
      <caption>{title}</caption>
      <tbody>
        {entries.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
