import { expect, test } from 'vitest';
import { profileFromText } from '../testing/profile-from-text';
import { joinTags } from './join-tags';
import { tagTotals } from './tag-totals';

const totals = (picture: string) =>
  tagTotals(profileFromText(picture), { sampleType: 0 }, Infinity).keys;

test('labels stand beside those of the base, also the ones that are gone', () => {
  const now = totals('bytes 8 2\nmain main\n#job=a #job=b');
  const base = totals('bytes 5 30 1\nmain main main\n#job=a #job=c #old=x');
  expect(joinTags(now, base, 2)).toEqual([
    {
      ...{ key: 'job', total: 10, samples: 2, before: 35, valueCount: 3 },
      values: [
        { value: 'c', total: 0, samples: 0, before: 30 },
        { value: 'a', total: 8, samples: 1, before: 5 },
      ],
    },
    {
      ...{ key: 'old', total: 0, samples: 0, before: 1, valueCount: 1 },
      values: [{ value: 'x', total: 0, samples: 0, before: 1 }],
    },
  ]);
});
