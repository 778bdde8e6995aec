package io.headwater.launch;

import io.headwater.ops.OpsConfig;
import io.headwater.trace.TracingConfig;

/** What the configuration says of a process whatever it runs: its operate port, where its spans go, and its event bus. */
public record NodeConfig(OpsConfig ops, TracingConfig tracing, Bus bus) {}
