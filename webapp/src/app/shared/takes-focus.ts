import { afterNextRender, Directive, ElementRef, inject } from '@angular/core';

/** Takes the focus when it appears, where what had it has gone: a keyboard doesn't lose its way. */
@Directive({ selector: '[appTakesFocus]' })
export class TakesFocus {
  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterNextRender({
      read: () => {
        if (isFocusLost()) nativeElement.focus({ preventScroll: true });
      },
    });
  }
}

/** Whether nothing that can be seen has the focus. */
export function isFocusLost(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || !at.checkVisibility();
}
