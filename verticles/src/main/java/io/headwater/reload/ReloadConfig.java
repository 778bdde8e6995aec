package io.headwater.reload;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How the files that are data are followed while the process runs ({@code reload} in the configuration).
 *
 * @param lookEvery between looks at whether they hold something else; 0 for never
 */
public record ReloadConfig(Duration lookEvery) {
    public ReloadConfig {
        check(
                lookEvery.isZero() || (lookEvery.toMillis() >= 10 && lookEvery.toDays() < 1),
                "reload.lookEvery",
                "must be from 10ms to 1d, or 0s for never",
                lookEvery);
    }
}
