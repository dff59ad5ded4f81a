/** Every language of the page, a line each: its folder, under its tag. */
export { ENGLISH as en } from './en';
export { FRENCH as fr } from './fr';
