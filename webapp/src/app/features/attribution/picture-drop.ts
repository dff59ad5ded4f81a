import { Component, inject, signal } from '@angular/core';

import { TEXTS } from '../../core/texts';
import { droppedFiles, holdsAddress, pastedFiles } from './picture-files';
import { PictureStore } from './picture-store';
import { Reception } from './reception';

/** Takes pictures that are dropped or pasted, in whatever room; and says where there was none. */
@Component({
  selector: 'app-picture-drop',
  template: `
    @if (dragging()) {
      <div class="curtain" aria-hidden="true">
        <p>{{ texts.dropNow }}</p>
      </div>
    }
    <div class="notice" role="status">
      @if (store.notice(); as notice) {
        <p>{{ notice }}</p>
        <button type="button" class="button quiet" (click)="store.notice.set('')">
          {{ texts.close }}
        </button>
      }
    </div>
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
  protected readonly store = inject(PictureStore);
  private readonly reception = inject(Reception);

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
    this.bring(await droppedFiles(event.dataTransfer), otherwise);
  }

  protected paste(event: ClipboardEvent): void {
    if (event.clipboardData === null) return;
    const files = pastedFiles(event.clipboardData, this.texts.pastedName);
    if (files.length === 0 && isWriting(event.target)) return;
    this.bring(files, this.noticeFor(event.clipboardData));
  }

  private noticeFor(transfer: DataTransfer): string {
    return holdsAddress(transfer) ? this.texts.addressIsNotFetched : this.texts.noPictureThere;
  }

  private bring(files: readonly File[], noticeIfNone: string): void {
    if (files.length > 0) this.reception.receive(files);
    else this.store.notice.set(noticeIfNone);
  }
}

/** Whether text that is pasted there is meant for a field. */
function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'file';
  return target instanceof HTMLTextAreaElement;
}
