import { httpResource } from '@angular/common/http';
import { computed, inject, Injectable } from '@angular/core';

import type { ClassCard, Head, HeadCard, Model, Taxonomy } from './api/models';
import { namedIn } from './sentence';
import { TEXTS } from './texts';

/** What the model and the taxonomy say about painters and styles; asked once, when first needed. */
@Injectable({ providedIn: 'root' })
export class Knowledge {
  private readonly texts = inject(TEXTS);

  readonly model = httpResource<Model>(() => 'api/v1/model');
  readonly taxonomy = httpResource<Taxonomy>(() => 'api/v1/taxonomy');

  /** Whether what there is to know is there, or won't come: what is shown then stays in place. */
  readonly settled = computed(() => !this.model.isLoading() && !this.taxonomy.isLoading());

  readonly artists = computed(() =>
    this.taxonomy.hasValue() ? byName(this.taxonomy.value().artists) : [],
  );
  readonly styles = computed(() =>
    this.taxonomy.hasValue() ? byName(this.taxonomy.value().styles.map(namedIn(this.texts))) : [],
  );

  /** Names of painters and styles by their slugs. */
  private readonly names = computed(
    () => new Map([...this.artists(), ...this.styles()].map(({ slug, name }) => [slug, name])),
  );

  nameOf(slug: string): string {
    return this.names().get(slug) ?? slug;
  }

  /** What was measured of painters or styles; null while unknown, or where nothing was. */
  headCard(head: Head): HeadCard | null {
    if (!this.model.hasValue()) return null;
    return this.model.value().heads.find((card) => card.head === head) ?? null;
  }

  classCard(head: Head, slug: string): ClassCard | null {
    return this.headCard(head)?.classes.find((card) => card.slug === slug) ?? null;
  }
}

function byName<T extends { readonly name: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => a.name.localeCompare(b.name));
}
