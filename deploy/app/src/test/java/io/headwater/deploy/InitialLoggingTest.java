package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.headwater.launch.InitialLogging;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a process logs before it has read its configuration; here, where no module's own file for tests is on the class path. */
class InitialLoggingTest {
    private static final String FILE = "logback.configurationFile";

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void nameNoFile() {
        System.clearProperty(FILE);
    }

    @Test
    void warnsToStandardErrorAndLeavesOutWhatLibrariesRepeat() {
        assertThat(ServiceLoader.load(Configurator.class)).hasExactlyElementsOfTypes(InitialLogging.class);

        assertThat(new InitialLogging().configure(context)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(root.getLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("io.headwater.launch").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("org.apache.kafka.clients").getEffectiveLevel())
                .isEqualTo(Level.ERROR);
        List<ConsoleAppender<ILoggingEvent>> consoles = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(each -> consoles.add((ConsoleAppender<ILoggingEvent>) each));
        assertThat(consoles).singleElement().satisfies(console -> {
            assertThat(console.getTarget()).isEqualTo("System.err");
            assertThat(console.isStarted()).isTrue();
        });
    }

    @Test
    void leavesItToLogbackWhereSomebodyNamedAFile() {
        System.setProperty(FILE, "own.xml");

        assertThat(new InitialLogging().configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
                .isExhausted();
    }
}
