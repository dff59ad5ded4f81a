/** A name without accents and capitals, so that "Durer" finds "Dürer". */
export function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}
