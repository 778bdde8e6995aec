import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
import { key, marks, url } from './common.mjs';

const analytics = new RudderAnalytics();
analytics.load(key, url, { configUrl: url });
for (const mark of marks) {
  analytics.track('Episode Played', { mark });
}
