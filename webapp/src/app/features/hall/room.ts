import { Component } from '@angular/core';

/** The empty room: wall, ceiling with its lamps, and floor, drawn by style sheet alone. */
@Component({
  selector: 'app-room',
  template: `
    <div class="wall"></div>
    <div class="ceiling"></div>
    <div class="floor"></div>
    @for (lamp of lamps; track lamp) {
      <div class="lamp" [class.over-middle]="lamp === 0" [style.--x]="lamp"></div>
    }
  `,
  styleUrl: './room.css',
  host: { 'aria-hidden': 'true' },
})
export class Room {
  /** Where the lamps hang: over the five places. */
  protected readonly lamps = [-1.51, -0.77, 0, 0.77, 1.57];
}
