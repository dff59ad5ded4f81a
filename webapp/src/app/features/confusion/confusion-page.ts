import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { Head } from '../../core/api/models';
import { Knowledge } from '../../core/knowledge';
import { TEXTS } from '../../core/texts';
import { CellPictures } from './cell-pictures';
import { Cell, Matrix } from './matrix';
import { MatrixMap } from './matrix-map';

/** Rows of the table of mistakes; what is rarer can be read on the map. */
const MISTAKES = 200;

/** Who is taken for whom: the matrix as a map, what a chosen cell says, and a table. */
@Component({
  selector: 'app-confusion-page',
  imports: [CellPictures, MatrixMap, RouterLink],
  templateUrl: './confusion-page.html',
  styleUrls: ['../page.css', './confusion-page.css'],
})
export class ConfusionPage {
  protected readonly texts = inject(TEXTS);
  protected readonly knowledge = inject(Knowledge);
  protected readonly head = signal<Head>('style');
  protected readonly heads: readonly Head[] = ['style', 'artist'];

  protected readonly matrix = computed(() => {
    const card = this.knowledge.headCard(this.head());
    const matrix =
      card &&
      new Matrix(card, ({ slug, name }) =>
        this.head() === 'style' ? this.texts.styleName(slug, name) : name,
      );
    return matrix === null || matrix.empty ? null : matrix;
  });
  protected readonly chosen = linkedSignal<Head, Cell | null>({
    source: this.head,
    computation: () => null,
  });
  protected readonly sentence = computed(() => {
    const [matrix, cell] = [this.matrix(), this.chosen()];
    if (matrix === null || cell === null) return '';
    return this.texts.confusionPage.cell(
      matrix.names[cell.row] ?? '',
      matrix.names[cell.column] ?? '',
      matrix.count(cell),
      matrix.totals[cell.row] ?? 0,
    );
  });
  /** Slugs of the chosen cell, where its pictures can be shown. */
  protected readonly pictured = computed(() => {
    const [matrix, cell] = [this.matrix(), this.chosen()];
    if (matrix === null || cell === null || matrix.count(cell) === 0) return null;
    if (!this.knowledge.headCard(this.head())?.pictures) return null;
    return { truth: matrix.slugs[cell.row] ?? '', answer: matrix.slugs[cell.column] ?? '' };
  });
  protected readonly mistakes = computed(() => this.matrix()?.mistakes().slice(0, MISTAKES) ?? []);
  protected readonly folder = computed(() => (this.head() === 'artist' ? '/painters' : '/styles'));
}
