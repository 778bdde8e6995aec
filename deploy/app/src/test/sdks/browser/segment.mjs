import { AnalyticsBrowser } from '@segment/analytics-next';
import { key, marks, url } from './common.mjs';

const half = marks.length / 2;
for (const [some, more] of [
  [marks.slice(0, half), {}],
  [marks.slice(half), { deliveryStrategy: { strategy: 'batching', config: { size: 7, timeout: 500 } } }],
]) {
  const analytics = AnalyticsBrowser.load(
    { writeKey: key, cdnURL: url },
    { integrations: { 'Segment.io': { protocol: 'http', ...more } } },
  );
  for (const mark of some) {
    analytics.track('Episode Played', { mark });
  }
}
