import { Component, inject, signal } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

import { Language, LANGUAGES, Languages } from '../../core/languages';
import { Staff } from '../../core/staff';
import { TEXTS } from '../../core/texts';
import { Theme, THEMES, Themes } from '../../core/themes';

const ROOMS = [
  { path: '/', name: 'hall' },
  { path: '/gallery', name: 'gallery' },
  { path: '/attribute', name: 'attribute' },
  { path: '/painters', name: 'painters' },
  { path: '/styles', name: 'styles' },
  { path: '/confusion', name: 'confusion' },
  { path: '/history', name: 'history' },
  { path: '/about', name: 'about' },
] as const;

/** The name of the house, the way to each room, and how it is to look and speak. */
@Component({
  selector: 'app-site-header',
  imports: [RouterLink, RouterLinkActive],
  templateUrl: './site-header.html',
  styleUrl: './site-header.css',
})
export class SiteHeader {
  protected readonly texts = inject(TEXTS);
  protected readonly languages = inject(Languages);
  protected readonly themes = inject(Themes);
  protected readonly staff = inject(Staff);
  protected readonly open = signal(false);

  protected readonly rooms = ROOMS;
  protected readonly allLanguages = LANGUAGES;
  protected readonly allThemes = THEMES;

  protected speak(language: string): void {
    this.languages.choose(language as Language);
  }

  protected light(theme: string): void {
    this.themes.choose(theme as Theme);
  }

  /** By script, because a link to #content would go to the start page: the page has a base. */
  protected skip(event: Event): void {
    event.preventDefault();
    document.getElementById('content')?.focus();
  }
}
