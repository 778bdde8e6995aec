import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { key, marks, url } from './common.mjs';

const Client = RudderAnalytics.default ?? RudderAnalytics;
const client = new Client(key, { dataPlaneUrl: url, flushAt: 6, flushInterval: 100 });
await Promise.all(
  marks.map(
    (mark) =>
      new Promise((resolve, reject) =>
        client.track({ anonymousId: 'viewer-1', event: 'Episode Played', properties: { mark } }, (error) =>
          error ? reject(error) : resolve(),
        ),
      ),
  ),
);
