import { expect, test } from 'vitest';
import { ViewController } from './view-controller';

const opened = (endNs = 1e9) => {
  const controller = new ViewController();
  controller.extend(endNs);
  return controller;
};

test('shows all of a timeline as it grows, until somebody moves', () => {
  const controller = opened();
  controller.extend(2e9);
  expect(controller.view).toMatchObject({ from: 0, to: 2e9 });
  controller.zoom(0.5);
  controller.extend(4e9);
  expect(controller.view).toMatchObject({ from: 5e8, to: 15e8 });
});

test('the moment under the pointer stays there', () => {
  const controller = opened();
  controller.zoom(0.1, 0.3);
  const { from, to } = controller.view;
  expect(from + (to - from) * 0.3).toBeCloseTo(3e8);
});

test('what is beyond the end is never far in sight', () => {
  const controller = opened();
  controller.zoom(0.1);
  for (let i = 0; i < 100; i++) controller.pan(0.5);
  expect(controller.view.to).toBeCloseTo(1e9 + 5e6);
  for (let i = 0; i < 200; i++) controller.pan(-0.5);
  expect(controller.view.from).toBeCloseTo(-5e6);
});

test('a span in sight is revealed without moving', () => {
  const controller = opened();
  const before = controller.view;
  controller.reveal(1e8, 2e8);
  expect(controller.view).toBe(before);
  controller.reveal(1e8, 1e8 + 1000);
  expect(controller.view.to - controller.view.from).toBe(4000);
});
