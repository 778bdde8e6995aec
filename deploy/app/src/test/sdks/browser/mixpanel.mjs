import mixpanel from 'mixpanel-browser';
import { key, marks, url } from './common.mjs';

mixpanel.init(key, { api_host: url, batch_flush_interval_ms: 500 });
for (const mark of marks) {
  mixpanel.track('episode played', { mark });
}
