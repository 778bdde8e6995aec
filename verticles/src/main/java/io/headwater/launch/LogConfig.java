package io.headwater.launch;

import static io.headwater.config.Checks.check;

import java.util.List;

/**
 * How the process logs ({@code log} in the configuration).
 *
 * @param format {@code text} for people, {@code json} for machines, one object a line
 * @param level of Headwater's own loggers
 */
public record LogConfig(String format, String level) {
    public LogConfig {
        check(List.of("text", "json").contains(format), "log.format", "must be text or json", format);
        check(
                List.of("error", "warn", "info", "debug").contains(level),
                "log.level",
                "must be error, warn, info or debug",
                level);
    }
}
