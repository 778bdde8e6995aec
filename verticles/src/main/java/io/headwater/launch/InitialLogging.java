package io.headwater.launch;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.stream.Stream;

/**
 * What holds until a process has read its configuration: warnings, to standard error. Logback finds it as a service; to read the same
 * from a file takes a tenth of a start. A file of Logback's own that somebody named ({@code logback.configurationFile}) or put on the
 * class path is read in its place.
 */
public final class InitialLogging extends ContextAwareBase implements Configurator {
    /** Made by Logback. */
    public InitialLogging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null
                || Stream.of("/logback-test.xml", "/logback.xml")
                        .anyMatch(file -> getClass().getResource(file) != null)) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logging.set(context, new LogConfig("text", "warn"));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
