import { flush, init, track } from '@amplitude/analytics-browser';
import { key, marks, url } from './common.mjs';

init(key, { serverUrl: `${url}/2/httpapi`, autocapture: false, remoteConfig: { fetchRemoteConfig: false } });
for (const mark of marks) {
  track('episode played', { mark });
}
flush();
