/** Address of one of the arrays of layout.ts. */
export function array(index: i32): usize {
  return <usize>load<u32>((<usize>index) << 2);
}

export function word(index: i32): i32 {
  return load<i32>((<usize>index) << 2);
}

export function setWord(index: i32, value: i32): void {
  store<i32>((<usize>index) << 2, value);
}

export function double(index: i32): f64 {
  return load<f64>((<usize>index) << 3);
}

export function setDouble(index: i32, value: f64): void {
  store<f64>((<usize>index) << 3, value);
}

export function u8At(at: usize, i: i32): i32 {
  return <i32>load<u8>(at + <usize>i);
}

export function setU8(at: usize, i: i32, value: i32): void {
  store<u8>(at + <usize>i, <u8>value);
}

export function i32At(at: usize, i: i32): i32 {
  return load<i32>(at + ((<usize>i) << 2));
}

export function setI32(at: usize, i: i32, value: i32): void {
  store<i32>(at + ((<usize>i) << 2), value);
}

export function f64At(at: usize, i: i32): f64 {
  return load<f64>(at + ((<usize>i) << 3));
}

export function setF64(at: usize, i: i32, value: f64): void {
  store<f64>(at + ((<usize>i) << 3), value);
}
