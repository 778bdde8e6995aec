import { newTracker, trackSelfDescribingEvent } from '@snowplow/browser-tracker';
import { key, marks, url } from './common.mjs';

newTracker('acceptance', url, { appId: key, bufferSize: 4 });
for (const mark of marks) {
  trackSelfDescribingEvent({ event: { schema: 'iglu:com.example/episode_played/jsonschema/1-0-0', data: { mark } } });
}
