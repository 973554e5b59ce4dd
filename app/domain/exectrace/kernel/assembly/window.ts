import * as at from '../layout';
import { array, f64At } from './memory';

/**
 * The least that a step function has in a sliding window. It is linear between the moments at which one of the window's
 * edges meets a step: only there can it be lowest.
 */
export function leastOver(window: f64, count: i32): f64 {
  return min(leastAtLeftEdge(window, count), leastAtRightEdge(window, count));
}

function leastAtLeftEdge(window: f64, count: i32): f64 {
  const time = array(at.stepTimeArray);
  const value = array(at.stepValueArray);
  const sum = array(at.stepSumArray);
  const end = f64At(time, count - 1);
  let least = window;
  let right = 0;
  for (let left = 0; left < count; left++) {
    const until = f64At(time, left) + window;
    if (until > end) break;
    while (right + 1 < count && f64At(time, right + 1) <= until) right++;
    const got =
      f64At(sum, right) + f64At(value, right) * (until - f64At(time, right)) - f64At(sum, left);
    if (got < least) least = got;
    if (got <= 0) break;
  }
  return least;
}

function leastAtRightEdge(window: f64, count: i32): f64 {
  const time = array(at.stepTimeArray);
  const value = array(at.stepValueArray);
  const sum = array(at.stepSumArray);
  const start = f64At(time, 0);
  let least = window;
  let left = 0;
  for (let right = 0; right < count; right++) {
    const from = f64At(time, right) - window;
    if (from < start) continue;
    while (left + 1 < count && f64At(time, left + 1) <= from) left++;
    const got =
      f64At(sum, right) - f64At(sum, left) - f64At(value, left) * (from - f64At(time, left));
    if (got < least) least = got;
    if (got <= 0) break;
  }
  return least;
}
