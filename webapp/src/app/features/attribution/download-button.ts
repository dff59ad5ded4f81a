import { Component, input, output } from '@angular/core';

/** Saves something as a file of a format, and looks so. */
@Component({
  selector: 'app-download-button',
  template: `
    <button type="button" [title]="label()" (click)="pressed.emit()">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11" />
      </svg>
      {{ format() }}
      <span class="visually-hidden">{{ label() }}</span>
    </button>
  `,
  styles: `
    :host {
      display: inline-block;
    }

    button {
      display: inline-flex;
      gap: 0.35em;
      align-items: center;
      min-block-size: 2.25rem;
      padding: 0.25rem 0.7em;
      font: inherit;
      font-size: 0.9rem;
      color: var(--ink);
      background: none;
      border: 1px solid var(--rule);
      border-radius: 2px;
      cursor: pointer;
    }

    button:hover {
      background: var(--track);
    }

    svg {
      inline-size: 1em;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.6;
    }
  `,
})
export class DownloadButton {
  readonly format = input.required<'JSON' | 'CSV'>();
  /** What it saves, in words. */
  readonly label = input.required<string>();
  readonly pressed = output();
}
