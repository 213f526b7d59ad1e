import { createContext, type RefObject, useContext, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** The path that a heading was last shown for; undefined before the first. */
export const LastPathContext = createContext<RefObject<string | undefined> | null>(null);

/** For a page's heading: takes the focus when somebody has navigated to it, but not when the portal is opened. */
export function useNavigationFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const lastPath = useContext(LastPathContext);
  const [path] = useLocation();
  useEffect(() => {
    if (lastPath === null || lastPath.current === path) return;
    if (lastPath.current !== undefined) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    lastPath.current = path;
  }, [lastPath, path]);
  return heading;
}
