import { expect, test } from '@jest/globals';
import type { ToClient } from '../../../adapters/web/live/live-protocol.ts';
import { NOBODY, tellPeople } from '../../../adapters/web/live/tell-people.ts';
import type { LivePerson } from '../../../src/chat/live-chat.ts';

const ada: LivePerson = { userId: 'u-ada', userType: 'merchant', name: 'Ada' };
const bo: LivePerson = { userId: 'agent-1', userType: 'agent', name: 'Bo' };
const cy: LivePerson = { userId: 'agent-2', userType: 'agent', name: 'Cy' };

/** A page of Ada's, and what it is told of each state of its room. */
function aPage() {
  const seen = { ...NOBODY };
  return (present: LivePerson[], typing: LivePerson[] = []): ToClient[] => {
    const news: ToClient[] = [];
    tellPeople(seen, ada.userId, { lastVersion: 0, present, typing }, (one) => news.push(one));
    return news;
  };
}

const joined = ({ userId, userType, name }: LivePerson) => ({ type: 'user_joined', userId, userType, userName: name });
const left = ({ userId, userType }: LivePerson) => ({ type: 'user_left', userId, userType });
const types = ({ userId, userType, name }: LivePerson, isTyping: boolean) => ({
  type: 'typing_indicator',
  userId,
  userType,
  userName: name,
  isTyping,
});

test('who was there already, who comes and who leaves, each once, and never oneself', () => {
  const look = aPage();
  expect(look([ada, bo])).toEqual([joined(bo)]);
  expect(look([ada, bo])).toEqual([]);
  expect(look([ada, cy])).toEqual([joined(cy), left(bo)]);
  expect(look([])).toEqual([left(cy)]);
  expect(look([bo])).toEqual([joined(bo)]);
});

test('who begins to write and who stops, also without being here', () => {
  const look = aPage();
  expect(look([ada, bo], [ada, bo])).toEqual([joined(bo), types(bo, true)]);
  expect(look([ada, bo], [bo, cy])).toEqual([types(cy, true)]);
  expect(look([ada, bo], [cy])).toEqual([types(bo, false)]);
});

test('whoever leaves while they write stops first', () => {
  const look = aPage();
  look([bo], [bo]);
  expect(look([], [])).toEqual([types(bo, false), left(bo)]);
});

test('two pages are told for themselves', () => {
  const [first, second] = [aPage(), aPage()];
  first([bo]);
  expect(second([bo])).toEqual([joined(bo)]);
});
