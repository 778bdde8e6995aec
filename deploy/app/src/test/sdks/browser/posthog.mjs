import posthog from 'posthog-js';
import { key, marks, url } from './common.mjs';

posthog.init(key, {
  api_host: url,
  opt_out_useragent_filter: true,
  autocapture: false,
  capture_pageview: false,
  disable_session_recording: true,
});
for (const mark of marks) {
  posthog.capture('episode played', { mark });
}
