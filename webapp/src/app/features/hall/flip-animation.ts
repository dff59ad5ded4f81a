const GLIDE = { duration: 450, easing: 'cubic-bezier(0.22, 0.7, 0.25, 1)' };

/**
 * Let a painting glide from where it hung to where it is now, unless little motion is wanted: FLIP
 * (first, last, invert, play).
 */
export function flipFrom(painting: HTMLElement, hung: DOMRect): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const now = painting.getBoundingClientRect();
  if (now.width === 0 || now.height === 0) return;
  const away = `translate(${String(hung.x - now.x)}px, ${String(hung.y - now.y)}px)`;
  const smaller = `scale(${String(hung.width / now.width)}, ${String(hung.height / now.height)})`;
  const origin = { transformOrigin: '0 0' };
  painting.animate([{ ...origin, transform: `${away} ${smaller}` }, origin], GLIDE);
}
