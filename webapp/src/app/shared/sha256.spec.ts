import { sha256 } from './sha256';

/** Lengths around the edges of blocks, by the browser's own digest. */
describe('sha256', () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])('%d bytes', async (length) => {
    const bytes = Uint8Array.from({ length }, (_, place) => (place * 31 + 7) % 256);
    const expected = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const hex = Array.from(expected, (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(sha256(bytes)).toBe(hex);
  });
});
