import { Injectable } from '@angular/core';

/** Where a visitor stood in the hall, who comes back to it from another room. */
@Injectable({ providedIn: 'root' })
export class Stroll {
  /** What hung in the middle. */
  key = '';
  /** Whether it was off the wall. */
  open = false;
  /** The id of what the visitor had brought last. */
  newest = 0;
}
