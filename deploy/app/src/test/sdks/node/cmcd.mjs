import { CmcdEventType, CmcdReporter } from '@svta/cml-cmcd';
import { key, marks, url } from './common.mjs';

const sent = [];
const send = async ({ url: target, ...request }) => {
  const answer = await fetch(target, request);
  sent.push(answer.status);
  return { status: answer.status };
};
const reporter = new CmcdReporter(
  {
    sid: 'session-1',
    cid: 'episode-1',
    version: 2,
    eventTargets: [
      {
        url: `${url}/cmcd/${key}`,
        events: [CmcdEventType.CUSTOM_EVENT],
        enabledKeys: ['e', 'cen', 'ts', 'sid', 'sn', 'cid', 'v', 'com.example-mark'],
        batchSize: 5,
      },
    ],
  },
  send,
);
reporter.start();
for (const mark of marks) {
  reporter.update({ 'com.example-mark': mark });
  reporter.recordEvent(CmcdEventType.CUSTOM_EVENT, { cen: 'mark' });
}
reporter.stop(true);
process.on('exit', () => {
  if (sent.length === 0 || sent.some((status) => status !== 204)) {
    console.error('answers:', sent);
    process.exitCode = 1;
  }
});
