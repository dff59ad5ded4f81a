import { Component, computed, inject, input, signal } from '@angular/core';

import { toCsv } from '../../core/answer-csv';
import type { Attribution, Quadrilateral } from '../../core/api/models';
import { TEXTS } from '../../core/texts';
import { CorrectionPanel } from './correction-panel';
import { save, toJson } from './download';
import { DownloadButton } from './download-button';
import { HeatPanel } from './heat-panel';
import { SharePanel } from './share-panel';
import { SimilarPanel } from './similar-panel';

type Panel = 'where' | 'similar' | 'share' | 'correction';

/** What one can do with an answer: ask why, share it, take it along, contradict it. */
@Component({
  selector: 'app-answer-tools',
  imports: [CorrectionPanel, DownloadButton, HeatPanel, SharePanel, SimilarPanel],
  templateUrl: './answer-tools.html',
  styleUrl: './answer-tools.css',
})
export class AnswerTools {
  readonly file = input.required<File>();
  readonly attribution = input.required<Attribution>();
  /** Where the file was cut out of a larger picture. */
  readonly cropped = input<Quadrilateral>();

  /** Whether heat is shown here: not where it lies over the picture already. */
  readonly heat = input(true);

  protected readonly texts = inject(TEXTS);
  protected readonly open = signal<Panel | null>(null);
  protected readonly panels = computed((): readonly { panel: Panel; label: string }[] => [
    ...(this.heat() ? [{ panel: 'where', label: this.texts.reasons.where } as const] : []),
    { panel: 'similar', label: this.texts.reasons.similar },
    { panel: 'share', label: this.texts.share.heading },
    { panel: 'correction', label: this.texts.correction.heading },
  ]);

  protected toggle(panel: Panel): void {
    this.open.update((open) => (open === panel ? null : panel));
  }

  protected saveJson(): void {
    const { name } = this.file();
    save(`${name}.json`, 'application/json', toJson(name, this.attribution()));
  }

  protected saveCsv(): void {
    const { name } = this.file();
    save(
      `${name}.csv`,
      'text/csv;charset=utf-8',
      toCsv([{ file: name, answer: this.attribution(), error: '' }]),
    );
  }
}
