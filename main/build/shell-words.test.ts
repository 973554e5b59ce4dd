import { expect, test } from 'vitest';
import { runProcess } from '../process/run-process';
import { formatCommand, quoteWord, splitWords } from './shell-words';

const commands = [
  `curl -s 'http://127.0.0.1:8080/?a=1&b=2' -H "X-Name: \\"it's\\""`,
  `  wrk   -t2 -d 10s http://localhost  `,
  `printf %s a\\ b "c\\d" 'e\\f' ""`,
  `sh -c 'while :; do curl -s $URL; done'`,
  `echo "中文" tab\there`,
];

test.each(commands)('splits as a shell does: %s', async (command) => {
  const split = splitWords(command);
  const words = split.ok ? split.value : [];
  const shell = await runProcess('sh', ['-c', `for w in ${command}; do printf '%s\\0' "$w"; done`]);
  expect(shell.ok && shell.value.stdout).toBe(words.map((word) => `${word}\0`).join(''));
});

test('expands nothing: what a shell would act on stays text', () => {
  expect(splitWords('echo $HOME *.go | cat > x')).toEqual({
    ok: true,
    value: ['echo', '$HOME', '*.go', '|', 'cat', '>', 'x'],
  });
});

test.each(['', '   ', "'open", '"open', 'end\\'])('refuses %j and says why', (command) => {
  expect(splitWords(command)).toMatchObject({ ok: false, error: { code: 'usage' } });
});

test('answers for every truncation', () => {
  for (const command of commands) {
    for (let end = 0; end <= command.length; end++) splitWords(command.slice(0, end));
  }
});

test('what is quoted is read back as it was', () => {
  for (const word of ['plain', "it's", 'a b', '$x', '', 'ü', '\\', '"', '-gcflags=all=-N -l']) {
    expect(splitWords(quoteWord(word))).toEqual({ ok: true, value: [word] });
  }
});

test('a command shows its folder and its environment', () => {
  expect(formatCommand('go', ['build', '-o', '/a b'], { cwd: '/x', env: { GOWORK: 'off' } })).toBe(
    `cd /x && GOWORK=off go build -o '/a b'`,
  );
});
