import { PostHog } from 'posthog-node';
import { key, marks, url } from './common.mjs';

const client = new PostHog(key, { host: url, flushAt: 8 });
client.on('error', (error) => {
  console.error(error);
  process.exitCode = 1;
});
for (const mark of marks) {
  client.capture({ distinctId: 'viewer-1', event: 'episode played', properties: { mark } });
}
await client.shutdown(20000);
