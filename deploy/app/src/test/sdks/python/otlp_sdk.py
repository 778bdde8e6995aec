import logging
import os

from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor

exporter = OTLPLogExporter(
    endpoint=os.environ["HEADWATER_URL"] + "/v1/logs",
    headers={"Authorization": "Bearer " + os.environ["HEADWATER_KEY"]},
)
provider = LoggerProvider()
provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
logger = logging.getLogger("acceptance")
logger.setLevel(logging.INFO)
logger.addHandler(LoggingHandler(logger_provider=provider))

for i in range(int(os.environ["EVENTS"])):
    logger.info("episode played", extra={"mark": f"{os.environ['RUN']}-{i}"})
provider.shutdown()
