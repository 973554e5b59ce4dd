// @vitest-environment jsdom
import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { FunctionName } from './function-name';

test.each([
  ['github.com/a/b.(*T).Run', ['github.com/a/', 'b.(*T).Run']],
  ['slices.Sort[go.shape.[]github.com/a/b.T]', ['slices.Sort[go.shape.[]github.com/a/b.T]']],
  ['main.run', ['main.run']],
])('%s gives way in its package path', (name, parts) => {
  const { container } = render(<FunctionName name={name} />);
  expect([...container.querySelectorAll('span')].map((each) => each.textContent)).toEqual(parts);
  expect(container.querySelector('code')?.title).toBe(name);
});
