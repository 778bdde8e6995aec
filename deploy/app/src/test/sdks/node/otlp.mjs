import { OTLPLogExporter as Json } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as Protobuf } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { key, marks, url } from './common.mjs';

const target = { url: `${url}/v1/logs`, headers: { Authorization: `Bearer ${key}` } };
const half = marks.length / 2;
for (const [Exporter, some, more] of [
  [Json, marks.slice(0, half), {}],
  [Protobuf, marks.slice(half), { compression: 'gzip' }],
]) {
  const processor = new BatchLogRecordProcessor({ exporter: new Exporter({ ...target, ...more }) });
  const provider = new LoggerProvider({ processors: [processor] });
  const logger = provider.getLogger('acceptance', '1.0');
  for (const mark of some) {
    logger.emit({ eventName: 'episode.played', severityText: 'INFO', body: { mark }, attributes: { 'session.id': 's-1' } });
  }
  await provider.forceFlush();
  await provider.shutdown();
}
