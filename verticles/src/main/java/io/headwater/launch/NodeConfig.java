package io.headwater.launch;

import io.headwater.ops.OpsConfig;
import io.headwater.trace.TracingConfig;

/** What the configuration says of a process whatever it runs: its operate port, and where its spans go. */
public record NodeConfig(OpsConfig ops, TracingConfig tracing) {}
