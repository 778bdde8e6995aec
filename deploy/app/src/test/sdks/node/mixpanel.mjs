import Mixpanel from 'mixpanel';
import { key, marks, url } from './common.mjs';

const { hostname, port } = new URL(url);
const client = Mixpanel.init(key, { host: `${hostname}:${port}`, protocol: 'http', geolocate: false });
const half = marks.length / 2;
const done = (resolve, reject) => (error) => (error ? reject(error) : resolve());
for (const mark of marks.slice(0, half)) {
  await new Promise((resolve, reject) => client.track('episode played', { distinct_id: 'viewer-1', mark }, done(resolve, reject)));
}
await new Promise((resolve, reject) =>
  client.track_batch(
    marks.slice(half).map((mark) => ({ event: 'episode played', properties: { distinct_id: 'viewer-1', mark, time: Date.now() } })),
    done(resolve, reject),
  ),
);
