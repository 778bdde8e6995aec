import { flush, init, track } from '@amplitude/analytics-node';
import { key, marks, url } from './common.mjs';

await init(key, { serverUrl: `${url}/2/httpapi`, flushQueueSize: 9 }).promise;
for (const mark of marks) {
  track('episode played', { mark }, { device_id: 'device-1', user_id: 'viewer-1' });
}
await flush().promise;
