export const MAX_TIMELINE_EVENTS = 500;

/**
 * Adds an event to what happened to a job. Some of it is known only after the clock was advanced past it: the timeline
 * is kept in order of time. Of a long one the first event and the last ones are kept.
 */
export function addToTimeline<Event extends { readonly time: number }>(
  timeline: Event[],
  event: Event,
): void {
  const after = timeline.findLastIndex((known) => known.time <= event.time);
  timeline.splice(after + 1, 0, event);
  if (timeline.length > MAX_TIMELINE_EVENTS) {
    timeline.splice(1, 1);
  }
}
