/** What a browser hands over when something is dropped or pasted; jsdom has no DataTransfer. */
export interface Carried {
  readonly files?: readonly File[];
  readonly entries?: readonly FileSystemEntry[];
  readonly text?: Readonly<Record<string, string>>;
}

export function transfer({ files = [], entries = [], text = {} }: Carried): DataTransfer {
  return {
    files,
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    getData: (type: string) => text[type] ?? '',
  } as unknown as DataTransfer;
}

export function fileEntry(file: File): FileSystemEntry {
  return {
    name: file.name,
    isFile: true,
    isDirectory: false,
    file: (found: FileCallback) => {
      found(file);
    },
  } as FileSystemFileEntry;
}

/** A folder whose reader, as browsers' do, hands out no more than so many entries at a time. */
export function folderEntry(
  name: string,
  entries: readonly FileSystemEntry[],
  atATime = 100,
): FileSystemEntry {
  const createReader = () => {
    let next = 0;
    return {
      readEntries: (found: FileSystemEntriesCallback) => {
        const some = entries.slice(next, next + atATime);
        next += some.length;
        found(some);
      },
    };
  };
  return { name, isFile: false, isDirectory: true, createReader } as FileSystemDirectoryEntry;
}
