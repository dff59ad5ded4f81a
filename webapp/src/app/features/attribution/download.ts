import type { Attribution } from '../../core/api/models';

export function toJson(name: string, attribution: Attribution): string {
  return JSON.stringify({ file: name, ...attribution }, null, 2) + '\n';
}

/** Let the browser save a text as a file. */
export function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
