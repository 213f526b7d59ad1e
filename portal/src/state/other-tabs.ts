import { useEffect } from 'react';

const CHANNEL = 'carvos-signed-in';

/** The session is the browser's: whoever signs in here is signed in on every page that is open. */
export function tellOtherTabs(email: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(email);
  channel.close();
}

/** Begins anew where somebody else has signed in on another page: what this one shows and does would be another's. */
export function useOtherTabs(email: string): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.addEventListener('message', ({ data }) => {
      if (data !== email) window.location.replace('/portal/');
    });
    return () => channel.close();
  }, [email]);
}
