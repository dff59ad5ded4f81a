import { WheelSteps } from './wheel-steps';

const turn = (deltaY: number, timeStamp = 0, more: Partial<WheelEvent> = {}) => ({
  deltaX: 0,
  deltaY,
  deltaMode: 0,
  timeStamp,
  ...more,
});

describe('WheelSteps', () => {
  it.each([
    ['down', turn(120), 1],
    ['up', turn(-120), -1],
    ['right', turn(0, 0, { deltaX: 120 }), 1],
    ['left', turn(5, 0, { deltaX: -120 }), -1],
    ['down by lines', turn(3, 0, { deltaMode: 1 }), 1],
    ['up by lines', turn(-3, 0, { deltaMode: 1 }), -1],
    ['not at all', turn(0), 0],
  ])('goes the way of a wheel that turns %s', (_, event, step) => {
    expect(new WheelSteps().of(event)).toBe(step);
  });

  it('adds up the small turns of a touch pad, and forgets them when the way changes', () => {
    const wheel = new WheelSteps();
    expect([10, 20, 15].map((pixels) => wheel.of(turn(pixels)))).toEqual([0, 0, 1]);
    expect([30, -30, -15].map((pixels) => wheel.of(turn(pixels, 1000)))).toEqual([0, 0, -1]);
  });

  it('makes one step of a burst, and the next after a while', () => {
    const wheel = new WheelSteps();
    expect([0, 50, 150, 230].map((time) => wheel.of(turn(120, time)))).toEqual([1, 0, 0, 1]);
  });
});
