import { Analytics } from '@segment/analytics-node';
import { key, marks, url } from './common.mjs';

const analytics = new Analytics({ writeKey: key, host: url, flushAt: 7 });
analytics.on('error', (error) => {
  console.error(error);
  process.exitCode = 1;
});
for (const mark of marks) {
  analytics.track({ anonymousId: 'viewer-1', event: 'Episode Played', properties: { mark } });
}
await analytics.closeAndFlush({ timeout: 20000 });
