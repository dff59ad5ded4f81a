/** What a chooser of files offers at first: pictures, those of phones and scanners included. */
export const PICTURES = 'image/*,.heic,.heif,.avif,.tif,.tiff';

/** Let a visitor choose pictures, or take one with the camera; none where the visitor does neither. */
export function choosePictures(camera: boolean): Promise<File[]> {
  const chooser = document.createElement('input');
  chooser.type = 'file';
  chooser.accept = PICTURES;
  chooser.multiple = !camera;
  if (camera) chooser.setAttribute('capture', 'environment');
  return new Promise((resolve) => {
    chooser.addEventListener('change', () => {
      resolve(Array.from(chooser.files ?? []));
    });
    chooser.addEventListener('cancel', () => {
      resolve([]);
    });
    chooser.click();
  });
}
