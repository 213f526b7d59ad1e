import { useEffect } from 'react';

/**
 * While something is shown, or under way, that would be lost with the page: it is not closed without the browser asking, and not left by
 * Back, which the browser lets count only where it is used twice.
 */
export function useHeldPage(held: boolean): void {
  useEffect(() => {
    if (!held) return;
    const onClose = (event: Event): void => event.preventDefault();
    const onNavigate = (event: NavigateEvent): void => {
      if (event.navigationType === 'traverse' && event.cancelable) event.preventDefault();
    };
    // Browsers without the Navigation API take Back as they always did.
    const navigation: Navigation | undefined = window.navigation;
    window.addEventListener('beforeunload', onClose);
    navigation?.addEventListener('navigate', onNavigate);
    return () => {
      window.removeEventListener('beforeunload', onClose);
      navigation?.removeEventListener('navigate', onNavigate);
    };
  }, [held]);
}
