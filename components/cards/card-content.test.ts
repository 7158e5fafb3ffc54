import { expect, test } from 'vitest';
import { contentOf, countFilled, emptyContent, findTooLong, isBlank, isSameContent } from './card-content';

const written = () => {
  const content = emptyContent();
  return { ...content, fields: { ...content.fields, summary: 'Names a day', notFor: '  \n' } };
};

test('starts empty', () => {
  expect(contentOf(null)).toEqual(emptyContent());
  expect(isBlank(emptyContent())).toBe(true);
});

test('counts the fields that say something', () => {
  expect(countFilled(emptyContent().fields)).toBe(0);
  expect(countFilled(written().fields)).toBe(1);
  expect(isBlank(written())).toBe(false);
  expect(isBlank({ ...emptyContent(), markdown: '# More' })).toBe(false);
});

test('sees a change of a field and of the text', () => {
  expect(isSameContent(written(), written())).toBe(true);
  expect(isSameContent(written(), emptyContent())).toBe(false);
  expect(isSameContent(emptyContent(), { ...emptyContent(), markdown: 'x' })).toBe(false);
});

test('finds texts that are too long, the Markdown by its bytes', () => {
  const content = emptyContent();
  content.fields.contact = 'x'.repeat(5001);
  content.markdown = 'é'.repeat(51_201);
  expect(findTooLong(content)).toEqual(['contact', 'markdown']);
  expect(findTooLong(written())).toEqual([]);
});
