/** Offers a text as a file; the system asks where to. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken hold of it by the next turn of the loop.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
