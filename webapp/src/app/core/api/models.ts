import type { components } from './schema';

type Schemas = components['schemas'];

/** What the server sends, by the types generated from its OpenAPI schema. */
export type Attribution = Schemas['Attribution'];
export type Attributions = Schemas['Attributions'];
export type Behind = Schemas['Behind'];
export type Candidate = Schemas['Candidate'];
export type ClassCard = Schemas['ClassCard'];
export type Comparison = Schemas['Comparison'];
export type Corner = Schemas['Corner'];
export type CorrectionReceipt = Schemas['CorrectionReceipt'];
export type FeatureMaps = Schemas['FeatureMaps'];
export type GalleryAnswer = Schemas['GalleryAnswer'];
export type GalleryPage = Schemas['GalleryPage'];
export type HeadCard = Schemas['HeadCard'];
export type Head = HeadCard['head'];
export type Heat = Schemas['Heat'];
export type Link = Schemas['Link'];
export type Model = Schemas['Model'];
export type Painting = Schemas['Painting'];
export type Problem = Schemas['Problem'];
export type Quadrilateral = Schemas['Quadrilateral'];
export type Shared = Schemas['Shared'];
export type Taxonomy = Schemas['Taxonomy'];
export type Teaching = Schemas['Teaching'];
export type Work = Schemas['Work'];
