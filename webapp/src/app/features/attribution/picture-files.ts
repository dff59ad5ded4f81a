/** Getting pictures out of what a visitor drops or pastes. */

/** Files, and those in folders, of something dropped. Hidden files (`.DS_Store`) are left out. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // Entries and files are only there until the first await.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  const files = Array.from(transfer.files);
  if (!entries.some((entry) => entry.isDirectory)) return files;
  const found = await Promise.all(entries.map((entry) => filesOf(entry)));
  return found.flat().filter((file) => !file.name.startsWith('.'));
}

/** Pictures on the clipboard, with a name that says where they come from. */
export function pastedFiles(clipboard: DataTransfer, name: string): File[] {
  return Array.from(clipboard.files, (file) =>
    // What browsers call a picture that was copied and not a file.
    file.name === 'image.png' ? new File([file], name, { type: file.type }) : file,
  );
}

/** Whether the text of something dropped or pasted is an address. */
export function holdsAddress(transfer: DataTransfer): boolean {
  const text = transfer.getData('text/uri-list') || transfer.getData('text/plain');
  return /^\s*(https?|ftp|file|data|blob):\S+\s*$/i.test(text);
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) {
    return [
      await new Promise<File>((resolve, reject) => {
        entry.file(resolve, reject);
      }),
    ];
  }
  if (!isDirectory(entry)) return [];
  const inside = await everyEntry(entry.createReader());
  inside.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  return (await Promise.all(inside.map((inner) => filesOf(inner)))).flat();
}

/** A reader hands out a hundred entries at a time, and none when it has no more. */
async function everyEntry(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return entries;
    entries.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
