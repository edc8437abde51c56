// Asks for a part of the page again: some moments after it was drawn; where no answer comes, now and then once more.

const TIMERS = new WeakMap();
function stop(where) {
  for (const timer of TIMERS.get(where) || []) clearTimeout(timer);
  TIMERS.delete(where);
}
export default function ({ data, parentElement, setTriggerValue }) {
  stop(parentElement);
  if (!data) return undefined;
  const ask = () => setTriggerValue("tick", data.number);
  TIMERS.set(parentElement, [setTimeout(ask, data.wait), setInterval(ask, data.late)]);
  return () => stop(parentElement);
}
