import { Location } from '@angular/common';
import { Component, inject, signal } from '@angular/core';
import { Router } from '@angular/router';

import { TEXTS } from '../../core/texts';
import { droppedFiles, holdsAddress, pastedFiles } from './picture-files';
import { PictureStore } from './picture-store';

/** Where answers stand. */
const ROOM = '/attribute';

/** Takes pictures that are dropped or pasted, in whatever room, to the room where answers stand. */
@Component({
  selector: 'app-picture-drop',
  template: `
    @if (dragging()) {
      <div class="curtain" aria-hidden="true">
        <p>{{ texts.dropNow }}</p>
      </div>
    }
  `,
  styleUrl: './picture-drop.css',
  host: {
    '(window:dragstart)': 'ours = true',
    '(window:dragend)': 'ours = false',
    '(window:dragenter)': 'dragOver($event)',
    '(window:dragover)': 'dragOver($event)',
    '(window:dragleave)': 'dragLeave($event)',
    '(window:drop)': 'drop($event)',
    '(window:paste)': 'paste($event)',
  },
})
export class PictureDrop {
  protected readonly texts = inject(TEXTS);
  protected readonly dragging = signal(false);
  /** Whether what is dragged comes from this very page. */
  protected ours = false;
  private readonly store = inject(PictureStore);
  private readonly router = inject(Router);
  private readonly location = inject(Location);

  protected dragOver(event: DragEvent): void {
    if (this.ours) return;
    event.preventDefault(); // or the browser opens what is dropped
    this.dragging.set(true);
  }

  protected dragLeave(event: DragEvent): void {
    const leftTheWindow = event.relatedTarget === null;
    if (leftTheWindow) this.dragging.set(false);
  }

  protected async drop(event: DragEvent): Promise<void> {
    if (this.ours) return;
    event.preventDefault();
    this.dragging.set(false);
    if (event.dataTransfer === null) return;
    const otherwise = this.noticeFor(event.dataTransfer);
    await this.bring(await droppedFiles(event.dataTransfer), otherwise);
  }

  protected async paste(event: ClipboardEvent): Promise<void> {
    if (event.clipboardData === null) return;
    const files = pastedFiles(event.clipboardData, this.texts.pastedName);
    // The address bar is there before the room: the router only knows it when its script has come.
    const elsewhere = this.location.path() !== ROOM || isWriting(event.target);
    if (files.length === 0 && elsewhere) return; // text that somebody pastes into a field
    await this.bring(files, this.noticeFor(event.clipboardData));
  }

  private noticeFor(transfer: DataTransfer): string {
    return holdsAddress(transfer) ? this.texts.addressIsNotFetched : this.texts.noPictureThere;
  }

  private async bring(files: readonly File[], noticeIfNone: string): Promise<void> {
    if (files.length > 0) this.store.add(files);
    else this.store.notice.set(noticeIfNone);
    await this.router.navigateByUrl(ROOM);
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== 'file';
}
