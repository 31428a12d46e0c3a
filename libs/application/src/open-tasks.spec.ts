import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#event-store';
import { OpenTasks } from './open-tasks.js';
import type { Task } from './router-tasks.js';

const ESCALATION = 'escalation-e1';

const onEscalation = (id: string, move: object): Task =>
  ({ id, kind: 'escalation', stream: ESCALATION, target: 'e1', queue: 'i1', opens: id === 'open', move }) as unknown as Task;

const route = { id: 'route', kind: 'route', stream: 'routing-i1', queue: 'i1', opens: false } as unknown as Task;
const open = onEscalation('open', { move: 'open' });
const up = onEscalation('up', { move: 'follow', to: { level: 3 } });
const away = onEscalation('away', { move: 'follow', to: null });
const wake = onEscalation('wake', { move: 'wake' });
const close = onEscalation('close', { move: 'close' });
const ofOther = { ...route, id: 'other', stream: 'routing-i2', queue: 'i2' } as Task;

const event = (type: string, by: string, stream = ESCALATION): RecordedEvent =>
  ({ id: `${by}-0`, causationId: by, type, stream }) as unknown as RecordedEvent;

let tasks: OpenTasks;
const left = (): readonly string[] => tasks.all().map(({ id }) => id);

beforeEach(() => {
  tasks = new OpenTasks();
  for (const task of [route, open, up, away, wake, close, ofOther]) tasks.add(task);
});

describe('what the log shows of the open tasks', () => {
  it('a route by the id of its event', () => {
    tasks.met({ ...event('IssueRouted', 'trigger', 'routing-i1'), id: 'route' });
    expect(left()).toEqual(['open', 'up', 'away', 'wake', 'close', 'other']);
  });

  it('a command by what caused its event, and with it all before it in its queue: they were refused or changed nothing', () => {
    tasks.met(event('EscalationSteppedUp', 'up'));
    expect(left()).toEqual(['away', 'wake', 'close', 'other']);
  });

  it('nothing by what somebody else does', () => {
    tasks.met(event('EscalationAcknowledged', 'lea'));
    expect(left()).toHaveLength(7);
  });

  it.each([
    'EscalationDecided',
    'EscalationReturned',
    'EscalationHandedOver',
    'EscalationWithdrawn',
    'StandingOrderApplied',
    'DecisionConfirmed',
  ])('after %s there is nothing to follow, to wake or to close', (type) => {
    tasks.met(event(type, 'lea'));
    expect(left()).toEqual(['route', 'open', 'other']);
  });

  it('what was claimed is not withdrawn later, when it may be claimed no longer; but it goes up', () => {
    tasks.met(event('EscalationClaimed', 'lea'));
    expect(left()).toEqual(['route', 'open', 'up', 'wake', 'close', 'other']);
  });

  it('what was snoozed after the fact is not woken by it', () => {
    tasks.met(event('EscalationSnoozed', 'lea'));
    expect(left()).toEqual(['route', 'open', 'up', 'away', 'close', 'other']);
  });
});

it('a task that is done is open no longer, and the rest stays in order', () => {
  tasks.done(route);
  tasks.done(open);
  tasks.done(open);
  expect(left()).toEqual(['up', 'away', 'wake', 'close', 'other']);
});
