import { Toast } from '@base-ui/react/toast';

/** Says shortly what was done. */
export function useSay(): (words: string) => void {
  const { add } = Toast.useToastManager();
  return (words) => void add({ title: words });
}
