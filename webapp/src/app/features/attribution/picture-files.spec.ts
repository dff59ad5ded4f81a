import { picture } from '../../../testing/samples';
import { fileEntry, folderEntry, transfer } from '../../../testing/transfer';
import { droppedFiles, holdsAddress, pastedFiles } from './picture-files';

const names = (files: readonly File[]) => files.map(({ name }) => name);

describe('droppedFiles', () => {
  it('takes files as they are', async () => {
    const files = [picture('a.jpg'), picture('b.png')];
    const dropped = transfer({ files, entries: files.map(fileEntry) });
    expect(await droppedFiles(dropped)).toEqual(files);
  });

  it('looks into folders, however deep and large, in order and without hidden files', async () => {
    const numbers = [10, 9, 8, 7, 6, 5, 4];
    const many = numbers.map((i) => fileEntry(picture(`${String(i)}.jpg`)));
    const hidden = fileEntry(picture('.DS_Store'));
    const folder = folderEntry('paintings', [hidden, folderEntry('more', many, 3)]);
    const single = picture('a.jpg');
    const dropped = transfer({ files: [single], entries: [fileEntry(single), folder] });
    expect(names(await droppedFiles(dropped))).toEqual([
      'a.jpg',
      ...['4.jpg', '5.jpg', '6.jpg', '7.jpg', '8.jpg', '9.jpg', '10.jpg'],
    ]);
  });
});

describe('pastedFiles', () => {
  it('gives a copied picture a name, and leaves a copied file its own', () => {
    const pasted = transfer({ files: [picture('image.png'), picture('monet.jpg')] });
    expect(names(pastedFiles(pasted, 'Pasted picture'))).toEqual(['Pasted picture', 'monet.jpg']);
  });
});

describe('holdsAddress', () => {
  it.each([
    [{ 'text/plain': 'https://museum.example/monet.jpg' }, true],
    [{ 'text/uri-list': 'http://museum.example/monet.jpg' }, true],
    [{ 'text/plain': 'data:image/png;base64,AAAA' }, true],
    [{ 'text/plain': 'Monet, see https://museum.example' }, false],
    [{ 'text/plain': 'Monet' }, false],
    [{}, false],
  ])('%o: %s', (text, expected) => {
    expect(holdsAddress(transfer({ text }))).toBe(expected);
  });
});
