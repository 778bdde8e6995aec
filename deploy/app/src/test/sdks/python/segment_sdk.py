import os

import segment.analytics as analytics

analytics.write_key = os.environ["HEADWATER_KEY"]
analytics.host = os.environ["HEADWATER_URL"]
failures = []
analytics.on_error = lambda error, items: failures.append(error)

for i in range(int(os.environ["EVENTS"])):
    mark = f"{os.environ['RUN']}-{i}"
    analytics.track(anonymous_id="viewer-1", event="Episode Played", properties={"mark": mark})
analytics.shutdown()
if failures:
    raise SystemExit(f"failed: {failures}")
