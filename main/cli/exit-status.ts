/** What the shell learns. */
export const exitStatus = {
  nothingConfirmed: 0,
  incomplete: 1,
  usage: 2,
  confirmed: 3,
  differs: 4,
  gateFailed: 5,
} as const;
