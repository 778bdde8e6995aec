import { buildSelfDescribingEvent, newTracker } from '@snowplow/node-tracker';
import { key, marks, url } from './common.mjs';

const half = marks.length / 2;
const failed = (...why) => {
  console.error(...why);
  process.exitCode = 1;
};
for (const [eventMethod, some] of [
  ['post', marks.slice(0, half)],
  ['get', marks.slice(half)],
]) {
  const tracker = newTracker(
    { namespace: eventMethod, appId: key, encodeBase64: eventMethod === 'get' },
    { endpoint: url, eventMethod, bufferSize: 1, onRequestFailure: failed },
  );
  for (const mark of some) {
    tracker.track(
      buildSelfDescribingEvent({
        event: { schema: 'iglu:com.example/episode_played/jsonschema/1-0-0', data: { mark } },
      }),
    );
  }
  await tracker.flush();
}
