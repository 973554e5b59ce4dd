import { expect, test } from 'vitest';
import { fitName, ownNameAt, packageOf, shortenPackages } from './go-name';

test.each([
  ['map[string]*github.com/nats-io/nats-server/v2/server.sub', 'map[string]*server.sub'],
  [
    'local c of github.com/a/b.(*client).loop in goroutine 7',
    'local c of b.(*client).loop in goroutine 7',
  ],
  ['net/http.bufioReaderPool', 'http.bufioReaderPool'],
  ['gopkg.in/yaml%2ev3.Node', 'yaml%2ev3.Node'],
  ['example.com/m/list.List[example.com/m/item.Item]', 'list.List[item.Item]'],
  ['main.cache["/etc/a/b.conf"].(*example.com/m/x.T)', 'main.cache["/etc/a/b.conf"].(*x.T)'],
  ['main.cache["say \\"a/b.c\\""]', 'main.cache["say \\"a/b.c\\""]'],
  ['main.main', 'main.main'],
  ['[]uint8', '[]uint8'],
])('%s', (text, short) => expect(shortenPackages(text)).toBe(short));

test('type arguments have slashes and dots that are not of the name', () => {
  const name = 'example.com/m/list.Map[net/http.Header].Get';
  expect(packageOf(name)).toBe('example.com/m/list');
  expect(name.slice(ownNameAt(name))).toBe('list.Map[net/http.Header].Get');
  expect([packageOf('main.main'), packageOf('root'), packageOf('')]).toEqual(['main', 'root', '']);
});

test('where there is little room the import path goes first, then the end', () => {
  const name = 'net/http.(*conn).serve';
  expect([40, 18, 8, 1, 0].map((room) => fitName(name, room))).toEqual([
    name,
    'http.(*conn).serve',
    'http.(*…',
    '…',
    '…',
  ]);
});
