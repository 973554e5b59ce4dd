/** First elements of the import paths of Go's own packages, up to Go 1.27. */
const roots = new Set(
  (
    'archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding errors ' +
    'expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp ' +
    'runtime simd slices sort strconv strings structs sync syscall testing text time unicode unique unsafe uuid vendor weak'
  ).split(' '),
);

/** Whether a function, by its symbol name, belongs to Go itself: `net/http.(*conn).serve`, `runtime.mallocgc`. */
export function isStandardLibrary(name: string): boolean {
  const root = /^[^/.]+/.exec(name)?.[0];
  // Code without a package is the compiler's or the linker's: `type:.eq…`, `_rt0_amd64`.
  if (root === undefined || !/[/.]/.test(name)) return true;
  return roots.has(root.replace(/^type:$/, 'runtime'));
}
