/** Where to go after signing in: a path of the portal's own, or its first page. Another site's address is never followed. */
export function ownPath(to: string | null): string {
  if (to === null || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(to)) return '/';
  return /^\/(sign-in|set-password)(?![^/?#])/.test(to) ? '/' : to;
}
