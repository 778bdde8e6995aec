import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
import { key, marks, url } from './common.mjs';

const analytics = new RudderAnalytics();
analytics.load(key, url, { configUrl: url, useBeacon: true, beaconQueueOptions: { maxItems: 7, flushQueueInterval: 500 } });
// One after the other: a browser holds 64 KiB of beacons, and the SDK drops what it does not take.
const waiting = [...marks];
const timer = setInterval(() => {
  analytics.track('Episode Played', { mark: waiting.shift() });
  if (waiting.length === 0) {
    clearInterval(timer);
  }
}, 50);
