'use client';
import { Button, type ButtonProps } from '@/components/ui/button';

/**
 * A button of a form whose fields are checked when they are left. Pressing it does not take the focus from the field first:
 * an error that comes or goes on leaving would move the button away under the pointer, and the press would be lost.
 */
export function SteadyButton(props: ButtonProps) {
  return <Button {...props} onMouseDown={(event) => event.preventDefault()} />;
}
