import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown, safeLink } from './markdown';

test('keeps web and mail links and empties every other scheme', () => {
  expect(safeLink('https://example.org/a')).toBe('https://example.org/a');
  expect(safeLink('mailto:ana@example.org')).toBe('mailto:ana@example.org');
  expect(safeLink('/p/desk/models')).toBe('/p/desk/models');
  expect(['javascript:alert(1)', '//evil.example', 'data:text/html,x', ' javascript:alert(1)'].map(safeLink)).toEqual([
    '',
    '',
    '',
    '',
  ]);
});

test('draws no raw HTML, no script and no picture from elsewhere', () => {
  const html = renderToStaticMarkup(
    <Markdown
      text={
        '# Use\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![pixel](https://evil.example/p.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |'
      }
    />,
  );
  expect(html).not.toContain('<script');
  expect(html).not.toContain('javascript:');
  expect(html).not.toContain('<img');
  expect(html).toContain('<h3>Use</h3>');
  expect(html).toContain('<td>1</td>');
});
