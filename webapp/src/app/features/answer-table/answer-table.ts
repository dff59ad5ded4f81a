import {
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  viewChild,
  viewChildren,
} from '@angular/core';
import { RouterLink } from '@angular/router';

import { AnswerRow, toCsv } from '../../core/answer-csv';
import { TEXTS } from '../../core/texts';
import { DownloadButton } from '../attribution/download-button';
import { save } from '../attribution/download';
import { isSettled, Picture } from '../attribution/picture';
import { PictureStore } from '../attribution/picture-store';
import { Column, COLUMNS, Kind, sortRows, tableRow } from './table-row';

/** Many pictures with their answers, one a line: sorted, filtered, saved, asked about anew. */
@Component({
  selector: 'app-answer-table',
  imports: [DownloadButton, RouterLink],
  templateUrl: './answer-table.html',
  styleUrl: './answer-table.css',
})
export class AnswerTable {
  readonly pictures = input.required<readonly Picture[]>();
  /** A column, with a minus before it from the last on; else as the pictures were brought. */
  readonly sort = input('');
  /** What became of the pictures that are shown; of all, where it is empty. */
  readonly kind = input('');
  readonly sorted = output<string>();
  readonly filtered = output<string>();
  readonly removed = output<number>();

  protected readonly texts = inject(TEXTS);
  protected readonly store = inject(PictureStore);
  protected readonly columns = COLUMNS;
  private readonly filter = viewChild.required<ElementRef<HTMLElement>>('filter');
  private readonly removers = viewChildren<ElementRef<HTMLElement>>('remover');

  private readonly all = computed(() =>
    this.pictures().map((picture) => tableRow(picture, this.texts)),
  );
  protected readonly rows = computed(() => {
    const kind = this.kind();
    const shown = kind === '' ? this.all() : this.all().filter((row) => row.kind === kind);
    return sortRows(shown, this.sort(), this.texts);
  });
  /** What may be chosen: what there is, and what is chosen. */
  protected readonly kinds = computed(() => {
    const counts = new Map<Kind, number>();
    for (const { kind } of this.all()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return [...counts].map(([kind, count]) => ({ kind, count }));
  });
  protected readonly failures = computed(
    () => this.kinds().find(({ kind }) => kind === 'failed')?.count ?? 0,
  );

  protected order(column: Column): 'ascending' | 'descending' | null {
    if (this.sort() === column) return 'ascending';
    return this.sort() === `-${column}` ? 'descending' : null;
  }

  /** From the first on, and the surest first; what is sorted by it already, the other way round. */
  protected sortBy(column: Column): void {
    const first = column === 'certainty' ? `-${column}` : column;
    const other = column === 'certainty' ? column : `-${column}`;
    this.sorted.emit(this.sort() === first ? other : first);
  }

  // The buttons that had the focus go away, so others take it.
  protected retry(id: number, place: number): void {
    this.removers()[place]?.nativeElement.focus();
    this.store.retry(id);
  }

  protected retryFailed(): void {
    this.filter().nativeElement.focus();
    this.store.retryFailed();
  }

  protected remove(id: number, place: number): void {
    const removers = this.removers();
    (removers[place + 1] ?? removers[place - 1] ?? this.filter()).nativeElement.focus();
    this.removed.emit(id);
  }

  protected saveJson(): void {
    const answers = this.settled().map(({ file, answer, error }) =>
      answer ? { file, ...answer } : { file, error },
    );
    save('morelli.json', 'application/json', JSON.stringify(answers, null, 2) + '\n');
  }

  protected saveCsv(): void {
    save('morelli.csv', 'text/csv;charset=utf-8', toCsv(this.settled()));
  }

  /** Every picture that has come to an end, in the order in which they were brought. */
  private settled(): AnswerRow[] {
    return this.pictures()
      .filter(isSettled)
      .map(({ name, state }) => ({
        file: name,
        answer: state.kind === 'answered' ? state.attribution : null,
        error: state.kind === 'failed' ? state.refusal.detail : '',
      }));
  }
}
