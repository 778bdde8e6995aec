package io.headwater.ops;

import static io.headwater.config.Checks.check;

/** Where the operate port listens ({@code ops} in the configuration). Port 0 takes any free one. */
public record OpsConfig(String host, int port) {
    public OpsConfig {
        check(port >= 0 && port <= 65_535, "ops.port", "must be 0 to 65535", port);
    }
}
