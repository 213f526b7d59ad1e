import { useEffect, useState } from 'react';

/** The code of a link in a mail. It is taken out of the address at once, so that it is in no history and in no screenshot. */
export function useLinkCode(): string | null {
  const [code] = useState(readCode);
  useEffect(() => {
    if (window.location.hash || window.location.search) {
      window.history.replaceState(null, '', window.location.pathname);
    }
  }, []);
  return code;
}

function readCode(): string | null {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  return fragment.get('code') ?? new URLSearchParams(window.location.search).get('oobCode');
}
